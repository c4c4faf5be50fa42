// Kills the deployment's program for good after each of its transactions, and before the first, on a local chain; the
// next run must finish what is left, the one after that change nothing, and the verification find no difference.
//   npm run faults -- deployment
import { spawn } from "node:child_process"
import { fileURLToPath } from "node:url"

import { buildDeployment } from "../scripts/deploy/build.ts"
import { serveChain } from "../test/support/chain.ts"
import { addressOf } from "../test/support/parties.ts"

const root = fileURLToPath(new URL("..", import.meta.url))
const TRANSACTIONS = 4
/** Of the local chain's first account, to which the proxy's installation adds one. */
const NONCE = TRANSACTIONS + 1

await buildDeployment()
let failures = 0
for (let sent = 0; sent <= TRANSACTIONS; sent++) {
  const chain = await serveChain()
  const { url } = chain
  const killed = await run(url, ["scripts/deploy.ts", "local", "--yes"], sent)
  const second = await run(url, ["scripts/deploy.ts", "local", "--yes"])
  const third = await run(url, ["scripts/deploy.ts", "local", "--yes"])
  const verified = await run(url, ["scripts/verify-deployment.ts", "local"])
  const nonce = await chain.client.getTransactionCount({ address: addressOf("owner") })
  await chain.close()

  const problems = [
    killed.signal === "SIGKILL" ? [] : ["the first run was not killed"],
    second.code === 0 ? [] : ["the second run failed"],
    third.code === 0 && third.output.includes("nothing was sent") ? [] : ["the third run changed something"],
    verified.code === 0 ? [] : ["the verification found differences"],
    nonce === NONCE ? [] : [`the deployer sent ${nonce} transactions in place of ${NONCE}`],
  ].flat()
  const left = (second.output.match(/^Sent \w+ 0x/gm) ?? []).length
  const when = sent === 0 ? "before the first transaction" : `after transaction ${sent} of ${TRANSACTIONS}`
  console.log(`killed ${when}: ${left} sent by the next run${problems.map((problem) => `; ${problem}`).join("")}`)
  if (problems.length > 0) console.error(killed.output, second.output, third.output, verified.output)
  failures += problems.length
}
console.log(
  failures === 0 ? "Every run was finished by the next, and nothing was sent twice." : `${failures} problems.`,
)
process.exitCode = failures === 0 ? 0 : 1

/** Runs a program of this workspace; kills it as soon as it has said that it sent so many transactions. */
function run(url: string, args: string[], killAfter?: number) {
  const child = spawn(process.execPath, args, { cwd: root, env: { ...process.env, LOCAL_RPC_URL: url } })
  let output = ""
  const read = (chunk: Buffer) => {
    output += chunk.toString()
    const told = killAfter === 0 ? output.includes("Transactions:") : (output.match(/^Sent \w+ 0x/gm) ?? []).length
    if (killAfter !== undefined && told !== false && Number(told) >= killAfter) child.kill("SIGKILL")
  }
  child.stdout.on("data", read)
  child.stderr.on("data", read)
  return new Promise<{ code: number | null; signal: NodeJS.Signals | null; output: string }>((resolve) => {
    child.on("close", (code, signal) => resolve({ code, signal, output }))
  })
}
