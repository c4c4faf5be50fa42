import { execFile } from "node:child_process"

import { expect } from "chai"
import { getTransactionCount } from "viem/actions"
import { connect } from "../../scripts/deploy/connect.ts"
import { finish, prepare } from "../../scripts/deploy/deployment.ts"
import { NodeNotFoundError } from "../../scripts/deploy/errors.ts"
import { differs } from "../../scripts/deploy/inspect.ts"
import { requireNode } from "../../scripts/deploy/node.ts"
import { root } from "../../scripts/support/root.ts"
import { type NodeFault, openNodeProxy } from "../../sdk/testing/nodeProxy.ts"
import { serveChain } from "../support/chain.ts"
import { openWorld, optionsOf, temporaryFolder } from "../support/deployment.ts"
import { expectError } from "../support/expectError.ts"
import { keyOf } from "../support/parties.ts"

function run(args: string[], env: NodeJS.ProcessEnv = {}) {
  return new Promise<{ code: unknown; output: string }>((resolve) => {
    const options = { cwd: root, env: { ...process.env, ...env } }
    execFile(process.execPath, args, options, (error, stdout, stderr) => {
      resolve({ code: error ? error.code : 0, output: stdout + stderr })
    })
  })
}

describe("Deployment: the commands", () => {
  it("error: no network, or one that does not exist", async () => {
    for (const args of [["scripts/deploy.ts"], ["scripts/verify-deployment.ts", "mars"]]) {
      const { code, output } = await run(args)
      expect(code, "exit code").to.equal(2)
      expect(output, "output").to.include("polygon|amoy|local")
    }
  })

  it("error: a config that is still open says what is missing", async () => {
    const { code, output } = await run(["scripts/deploy.ts", "polygon", "--dry-run"])
    expect(code, "exit code").to.equal(1)
    expect(output, "output").to.match(/MissingRolesError.*guardian, treasury, arbiter/)
  })

  it("error: an endpoint that does not answer is found before anything is built, and is not printed", async () => {
    const env = { LOCAL_RPC_URL: "http://127.0.0.1:1/v2/very-secret" }
    for (const args of [["--yes"], ["--dry-run"]]) {
      const { code, output } = await run(["scripts/deploy.ts", "local", ...args], env)
      expect(code, "exit code").to.equal(1)
      expect(output, "output")
        .to.match(/NodeNotFoundError.*LOCAL_RPC_URL/)
        .and.not.include("very-secret")
    }
  })

  it("error: a node that refuses, answers no JSON or serves another chain is asked for nothing else", async () => {
    const nodes: [string, NodeFault][] = [
      ["answered 401 Unauthorized", async () => ({ status: 401, body: "no key" })],
      ["did not answer with JSON", async () => ({ status: 200, body: "<html>" })],
      ["WrongChainError", async ({ id }) => ({ answer: { jsonrpc: "2.0", id, result: "0x1" } })],
    ]
    for (const [what, fault] of nodes) {
      const node = await openNodeProxy("http://127.0.0.1:1", fault)
      try {
        const { code, output } = await run(["scripts/deploy.ts", "local", "--yes"], { LOCAL_RPC_URL: node.url })
        expect(code, `exit code: ${output}`).to.equal(1)
        expect(output, "output").to.include(what).and.not.include(node.url)
        expect([...node.state.methods.keys()], "requests").to.deep.equal(["eth_chainId"])
      } finally {
        await node.close()
      }
    }
  })

  it("error: a node that never answers is given up", async () => {
    const node = await openNodeProxy("http://127.0.0.1:1", async () => ({ silence: true }))
    try {
      const args = { network: "local", variable: "LOCAL_RPC_URL", failure: "did not answer in time" }
      await expectError(requireNode("local", node.url, 137, 50), NodeNotFoundError, args)
    } finally {
      await node.close()
    }
  })

  it("behavior: a key from the environment signs, through an endpoint, what the plan says", async () => {
    const before = { ...process.env }
    const chain = await serveChain()
    const endpoint = `${chain.url}/secret`
    Object.assign(process.env, { POLYGON_RPC_URL: endpoint, DEPLOYER_PRIVATE_KEY: keyOf("owner") })
    try {
      let clean = (text: string) => text
      const client = await connect("polygon", { signing: true, chainId: 137, onClean: (its) => (clean = its) })
      const { config, build, deployer } = await openWorld()
      const whole = { ...config, markets: config.markets.slice(0, 1) }
      const options = optionsOf({ config: whole, build }, { local: true })
      const prepared = await prepare(client, deployer, options)
      const { sent, rows } = await finish(client, prepared, options, {
        record: `${await temporaryFolder()}/137.json`,
        source: { compiler: build.compiler, commit: "c0ffee" },
        onSent: () => undefined,
      })

      expect(client.account?.address.toLowerCase(), "signer").to.equal(deployer.toLowerCase())
      expect(sent, "steps").to.equal(6)
      expect(rows.filter(differs), "differences").to.deep.equal([])
      // Two more: the coins for the proxy's installation, and Permit2.
      expect(await getTransactionCount(client, { address: deployer }), "transactions").to.equal(8)
      expect(clean(`POST ${endpoint} failed`), "cleaned").not.to.include("secret")
    } finally {
      process.env = before
      await chain.close()
    }
  })
})
