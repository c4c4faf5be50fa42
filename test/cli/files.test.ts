import { execFile } from "node:child_process"
import {
  chmod,
  link,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  readlink,
  rm,
  stat,
  symlink,
  writeFile,
} from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { promisify } from "node:util"

import { expect } from "chai"
import { start } from "../support/commandLine.ts"
import { programEnvironment } from "../support/programEnvironment.ts"

const run = promisify(execFile)
const machine = ["machine", "--name", "rack 3", "--gpu", "A100", "--count", "1", "--gpu-memory", "81920"]

describe("CLI: files that commands write", () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "gpuflow-files-"))
  })
  afterEach(() => rm(folder, { recursive: true }))

  const write = (to: string) => start([...machine, "--to", to]).done
  const nameIn = async (file: string) => JSON.parse(await readFile(file, "utf8")).name

  it("behavior: a link is followed and stays a link, also if its file does not exist yet", async () => {
    const [first, second, target] = [join(folder, "first"), join(folder, "second"), join(folder, "machine.json")]
    await symlink("second", first)
    await symlink(target, second)
    for (const time of ["new", "replaced"]) {
      expect((await write(first)).code, `exit code, ${time}`).to.equal(0)
      expect(await nameIn(target), `content, ${time}`).to.equal("rack 3")
    }
    expect([await readlink(first), await readlink(second)], "links").to.deep.equal(["second", target])
    expect((await readdir(folder)).sort(), "nothing is left beside them").to.deep.equal([
      "first",
      "machine.json",
      "second",
    ])
  })

  it("behavior: a relative link starts at its own folder, also if the path leads through a link to that folder", async () => {
    await mkdir(join(folder, "deep", "inner"), { recursive: true })
    await symlink("deep/inner", join(folder, "alias"))
    await symlink("../machine.json", join(folder, "deep", "inner", "link"))
    expect((await write(join(folder, "alias", "link"))).code, "exit code").to.equal(0)
    expect(await nameIn(join(folder, "deep", "machine.json")), "content").to.equal("rack 3")
    expect((await readdir(folder)).sort(), "nowhere else").to.deep.equal(["alias", "deep"])
  })

  it("behavior: a file that the shell has opened is added to, and stays the shell's", async () => {
    const log = join(folder, "log")
    await writeFile(log, "before\n")
    const words = machine.map((word) => `'${word}'`).join(" ")
    const linked = join(folder, "linked")
    await symlink("/dev/stderr", linked)
    for (const to of ["/dev/stderr", "/dev/fd/2", "/proc/self/fd/2", linked]) {
      const command = `"$NODE" cli/main.ts ${words} --to "${to}" 2>> "${log}" > /dev/null; echo after >> "${log}"`
      await run("bash", ["--norc", "-c", command], { env: { ...programEnvironment(), NODE: process.execPath } })
    }
    const text = await readFile(log, "utf8")
    expect(text.startsWith("before\n{"), "what was there").to.equal(true)
    expect(text.match(/"name": "rack 3"/g), "documents").to.have.length(4)
    expect(text.match(/^after$/gm), "the shell's own lines").to.have.length(4)
  })

  it("behavior: an existing file keeps its mode and owner", async () => {
    const file = join(folder, "machine.json")
    for (const mode of [0o600, 0o640, 0o666]) {
      await writeFile(file, "old")
      await chmod(file, mode)
      const before = await stat(file)
      expect((await write(file)).code, "exit code").to.equal(0)
      const after = await stat(file)
      expect([after.mode & 0o777, after.uid, after.gid], "mode and owner").to.deep.equal([mode, before.uid, before.gid])
    }
  })

  it("behavior: a device is written through and stays a device", async () => {
    const [linked, before] = [join(folder, "null"), await stat("/dev/null")]
    await symlink("/dev/null", linked)
    for (const device of ["/dev/null", linked]) expect((await write(device)).code, device).to.equal(0)
    const after = await stat("/dev/null")
    expect([after.isCharacterDevice(), after.ino, after.rdev], "device").to.deep.equal([true, before.ino, before.rdev])
    const full = await write("/dev/full")
    expect([full.code, full.err], "a full disk").to.deep.equal([
      2,
      "Usage: Cannot write /dev/full. The disk is full. Free some space, then run the command again.\n",
    ])
    expect((await stat("/dev/full")).isCharacterDevice(), "device").to.equal(true)
  })

  it("behavior: a pipe is written through", async () => {
    const pipe = join(folder, "pipe")
    await run("mkfifo", [pipe])
    const [told, { stdout }] = await Promise.all([write(pipe), run("cat", [pipe])])
    expect([told.code, JSON.parse(stdout).name], "through a pipe").to.deep.equal([0, "rack 3"])
    expect((await lstat(pipe)).isFIFO(), "still a pipe").to.equal(true)
  })

  it("behavior: the pipe of a process substitution is written through", async () => {
    const words = machine.map((word) => `'${word}'`).join(" ")
    const out = join(folder, "out.json")
    const command = `"$NODE" cli/main.ts ${words} --to >(cat > "${out}") > /dev/null; wait $!`
    await run("bash", ["--norc", "-c", command], { env: { ...programEnvironment(), NODE: process.execPath } })
    expect(await nameIn(out), "through a pipe").to.equal("rack 3")
  })

  it("behavior: `-` and /dev/stdout are standard output, with the document alone", async () => {
    for (const to of ["-", "/dev/stdout", "/dev/fd/1"]) {
      const told = await write(to)
      expect([told.code, JSON.parse(told.out).name], to).to.deep.equal([0, "rack 3"])
    }
  })

  it("error: a folder, a missing folder, a file in place of a folder, a loop of links, an empty and a long path", async () => {
    await mkdir(join(folder, "room"))
    await writeFile(join(folder, "file"), "")
    await symlink("loop", join(folder, "loop"))
    await link(join(folder, "file"), join(folder, "twin"))
    const cases = [
      [join(folder, "room"), "is a folder. Pass the path of a file in it."],
      [`${join(folder, "new")}/`, "Its folder does not exist."],
      [join(folder, "none", "file"), "Its folder does not exist. Create the folder, or pass another path."],
      [join(folder, "file", "file"), "A part of its path is not a folder."],
      [join(folder, "loop"), "Its links form a loop."],
      [join(folder, "x".repeat(300)), "The name is too long."],
      ["", "an empty path"],
    ] as const
    for (const [path, why] of cases) {
      const told = await write(path)
      expect([told.code, told.out], `exit code of ${path}`).to.deep.equal([2, ""])
      expect(told.err, path).to.contain(why)
    }
    expect((await readdir(folder)).sort(), "nothing is left").to.deep.equal(["file", "loop", "room", "twin"])
  })

  it("error: a write that fails leaves the old content, and nothing beside it", async () => {
    const file = join(folder, "machine.json")
    await writeFile(file, "old")
    const words = machine.map((word) => `'${word}'`).join(" ")
    const command = `trap "" XFSZ; ulimit -f 0; "$NODE" cli/main.ts ${words} --to "${file}"`
    const env = { ...programEnvironment(), NODE: process.execPath }
    const failed = await run("bash", ["--norc", "-c", command], { env }).catch((error: unknown) => error)
    expect(failed, "exit code").to.include({ code: 2 })
    expect(Reflect.get(Object(failed), "stderr"), "why").to.contain("Cannot write")
    expect(await readFile(file, "utf8"), "content").to.equal("old")
    expect(await readdir(folder), "files").to.deep.equal(["machine.json"])
  })
})
