import { spawnSync } from "node:child_process"
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

import { expect } from "chai"
import { root } from "../../scripts/support/root.ts"
import { unknownParts } from "../support/commandWords.ts"
import { itWith } from "../support/itWhere.ts"

const folders = ["cli/operate", "server/operate"]
const units = folders.flatMap((folder) => {
  const names = readdirSync(join(root, folder)).filter((name) => name.endsWith(".service"))
  return names.map((name) => ({ name, text: readFileSync(join(root, folder, name), "utf8") }))
})

describe("systemd units", () => {
  for (const { name, text } of units) {
    const lines = text.split("\n")

    it(`default: ${name} restarts, within limits, and its secrets are credentials`, () => {
      const expected = [
        "Restart=always",
        "RestartSec=5",
        "RestartPreventExitStatus=2",
        "StartLimitBurst=20",
        "NoNewPrivileges=yes",
      ]
      for (const line of expected) expect(lines, line).to.include(line)
      for (const line of lines.filter((one) => /(KEYSTORE|_FILE)=/.test(one)))
        expect(line, "a credential").to.contain("%d/")
      expect(text, "no secret in the unit").not.to.match(/^Environment=.*(PRIVATE_KEY|PASSWORD|SECRET)=/m)
    })

    it(`behavior: the command of ${name} exists, with its options`, () => {
      const [, command = ""] = /ExecStart=\S+ cli\/main\.ts (.*)/.exec(text) ?? []
      const plain = command
        .replaceAll(/\$\{\w*HOST\}/g, "0x70997970C51812dc3A010C7d01b50e0d17dc79C8")
        .replaceAll(/\$\{\w+\}/g, "https://a.example")
      expect(command === "" ? [] : unknownParts(`gpuflow-escrow ${plain}`), command).to.deep.equal([])
    })

    itWith("systemd-analyze")(`behavior: systemd takes ${name}`, () => {
      const folder = mkdtempSync(join(tmpdir(), "unit-"))
      const file = join(folder, name)
      writeFileSync(file, text.replace("/srv/gpuflow/node_modules/.bin/node", process.execPath))
      const { status, stderr } = spawnSync("systemd-analyze", ["verify", file], { encoding: "utf8" })
      rmSync(folder, { recursive: true })
      expect([status, stderr], "verdict").to.deep.equal([0, ""])
    })
  }

  for (const [page, name] of [
    ["keeper.md", "gpuflow-keeper.service"],
    ["relay.md", "gpuflow-relay.service"],
  ] as const) {
    it(`behavior: docs/${page} shows the unit that is shipped`, () => {
      const [, shown] = /```ini\n(.*?)```/s.exec(readFileSync(join(root, "docs", page), "utf8")) ?? []
      expect(shown).to.equal(units.find((unit) => unit.name === name)?.text)
    })
  }
})
