import { spawnSync } from "node:child_process"
import { glob, mkdir, readFile, rm, writeFile } from "node:fs/promises"
import { fileURLToPath } from "node:url"

import { expect } from "chai"

import { rent } from "../../examples/rent.ts"
import { cost, getRental, signOffer } from "../../sdk/index.ts"
import { deployed, HOUR, makeOffer, networkHelpers } from "./setup.ts"

const root = fileURLToPath(new URL("../..", import.meta.url))

describe("examples/rent.ts", () => {
  it("default: pays for what was used and returns the rest", async () => {
    const world = await networkHelpers.loadFixture(deployed)
    const { client, escrow, host, renter } = world
    const offer = await makeOffer(world, { startWindow: 0n })
    const hostSignature = await signOffer(host, { escrow, offer })

    const { id, refund } = await rent(renter, {
      escrow,
      offer,
      hostSignature,
      use: () => networkHelpers.time.increase(1_200),
    })

    const { state } = await getRental(client, { escrow, id })
    expect(state.status, "status").to.equal("Closed")
    expect(state.served >= 1_200n && state.served < 1_210n, "served").to.equal(true)
    const price = cost(offer.pricePerHour, HOUR)
    expect(refund, "refund").to.equal(price - cost(offer.pricePerHour, state.served))
  })

  it("behavior: its body has at most 15 lines", async () => {
    const source = await readFile(`${root}examples/rent.ts`, "utf8")
    const body = source.slice(source.indexOf("export async function")).trim().split("\n")

    expect(body.length, "lines").to.be.at.most(15)
  })
})

describe("examples in the doc comments", () => {
  const folder = `${root}cache/doc-examples/`

  it("default: every exported function has one that imports it, and all compile", async function () {
    this.timeout(60_000)
    const names: string[] = []
    await rm(folder, { recursive: true, force: true })
    await mkdir(folder, { recursive: true })
    for await (const file of glob("sdk/**/*.ts", { cwd: root, exclude: ["sdk/generated/**"] })) {
      const source = await readFile(root + file, "utf8")
      for (const { example, name } of documented(source)) {
        names.push(name)
        expect(example, `example of ${name}`).to.match(
          new RegExp(`import \\{[^}]*\\b${name}\\b[^}]*\\} from "@gpuflow/escrow"`),
        )
        await writeFile(`${folder}${name}.ts`, `${example}\nexport {}\n`)
      }
    }
    await writeFile(`${folder}tsconfig.json`, JSON.stringify(config))

    const tsc = `${root}node_modules/typescript/bin/tsc`
    const { stdout } = spawnSync(process.execPath, [tsc, "-p", folder], { encoding: "utf8" })

    expect(stdout, "compiler's messages").to.equal("")
    const sdk = await import("../../sdk/index.ts")
    const functions = Object.entries(sdk).flatMap(([name, value]) => (isPlainFunction(value) ? [name] : []))
    expect(names.sort(), "documented functions").to.deep.equal(functions.sort())
  })

  const config = {
    extends: "../../tsconfig.json",
    // An example may end in a value that its reader goes on with.
    compilerOptions: {
      noUnusedLocals: false,
      lib: ["es2023", "dom"],
      paths: { "@gpuflow/escrow": ["../../sdk/index.ts"] },
    },
    include: ["."],
  }

  function* documented(source: string) {
    for (const [, comment = "", name = ""] of source.matchAll(
      /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\nexport (?:async )?function (\w+)/g,
    )) {
      const lines = comment.split("\n").map((line) => line.replace(/^ \* ?/, ""))
      const first = lines.indexOf("@example")
      const last = lines.findIndex((line, index) => index > first && line.startsWith("@"))
      if (first >= 0) yield { name, example: lines.slice(first + 1, last).join("\n") }
    }
  }

  function isPlainFunction(value: unknown) {
    return typeof value === "function" && !/^class\b/.test(value.toString())
  }
})
