import { chmod, writeFile } from "node:fs/promises"
import { join } from "node:path"

import { expect } from "chai"
import { encryptKeystoreJson } from "ethers"
import { as, envOf, NOBODY, onLocalChain, start, type TestWorld } from "../support/commandLine.ts"
import { accountOf, keyOf } from "../support/parties.ts"

/** Few rounds: these tests are about the file, not about its strength. */
const options = { scrypt: { N: 2 } }

describe("CLI: keystores", () => {
  let world: TestWorld
  let keystore: string
  onLocalChain((opened, folder) => {
    world = opened
    keystore = join(folder, "keystore.json")
  })

  /** geth and cast encrypt with the bytes of what was typed. */
  const encrypt = (password: string) => {
    const account = { address: accountOf("host").address, privateKey: keyOf("host") }
    return encryptKeystoreJson(account, new TextEncoder().encode(password), options)
  }
  const save = async (json: string, mode = 0o600) => {
    await writeFile(keystore, json)
    await chmod(keystore, mode)
  }
  const open = (password: string) =>
    as(world, undefined, ["bond", "--json"], { GPUFLOW_KEYSTORE: keystore, GPUFLOW_KEYSTORE_PASSWORD: password })

  for (const password of [
    "casa nº 12 bis",
    "halb½²xyz",
    "Zu\u0308rich-4000",
    "Z\u00fcrich-4000",
    "１２３４５６abc",
    "",
  ]) {
    it(`behavior: a keystore of geth or cast opens with the password ${JSON.stringify(password)}`, async () => {
      await save(await encrypt(password))
      const told = await open(password)
      expect([told.code, told.err], told.out).to.deep.equal([0, ""])
    })
  }

  it("behavior: a password that a system spells with other code points, or that ethers normalised, opens the keystore", async () => {
    await save(await encrypt("Z\u00fcrich-4000"))
    expect((await open("Zu\u0308rich-4000")).code, "composed").to.equal(0)
    await save(await encrypt("Zu\u0308rich-4000"))
    expect((await open("Z\u00fcrich-4000")).code, "decomposed").to.equal(0)
    const account = { address: accountOf("host").address, privateKey: keyOf("host") }
    await save(await encryptKeystoreJson(account, "halb½²xyz", options))
    expect((await open("halb½²xyz")).code, "of ethers").to.equal(0)
  })

  it("behavior: a byte order mark and a newline at the end are no part of a keystore or a password", async () => {
    const json = await encrypt("correct horse")
    for (const text of [`\ufeff${json}`, `${json}\n`, `\ufeff${json}\r\n`]) {
      await save(text)
      expect((await open("correct horse")).code, JSON.stringify(text.slice(0, 5))).to.equal(0)
    }
    for (const password of ["correct horse\n", "correct horse\r\n", "\ufeffcorrect horse\n"]) {
      expect((await open(password)).code, JSON.stringify(password)).to.equal(0)
    }
    await save(await encrypt("newline\n"))
    expect((await open("newline\n")).code, "a newline that belongs to the password").to.equal(0)
  })

  it("behavior: a keystore that other users can open is warned of, with what to do", async () => {
    const json = await encrypt("correct horse")
    for (const mode of [0o644, 0o640, 0o604, 0o620]) {
      await save(json, mode)
      const told = await open("correct horse")
      expect(told.code, "exit code").to.equal(0)
      expect(told.err, mode.toString(8)).to.contain(`(mode ${mode.toString(8)}). Run \`chmod 600\` on it.`)
    }
    for (const mode of [0o600, 0o400]) {
      await save(json, mode)
      expect((await open("correct horse")).err, mode.toString(8)).to.equal("")
    }
  })

  it("error: a wrong password, a file that is not a keystore, and a missing file have exit code 2", async () => {
    await save(await encrypt("correct horse"))
    const wrong = await open("Z\u00fcrich-4000\n")
    expect([wrong.code, wrong.out.includes("does not open with this password")], "wrong").to.deep.equal([2, true])
    expect(wrong.out + wrong.err, "what was typed").not.to.contain("rich-4000")
    for (const text of ["", "{}", "null", "[]", '{"version":1}', "not JSON"]) {
      await save(text)
      const told = await open("correct horse")
      expect([told.code, told.out.includes("is not a keystore")], text).to.deep.equal([2, true])
    }
    await save('{"version":3,"crypto":{}}')
    expect((await open("correct horse")).code, "without content").to.equal(2)
    keystore = `${keystore}.none`
    expect((await open("correct horse")).code, "missing").to.equal(2)
  })

  it("error: Ctrl-C and Ctrl-D at a prompt have exit code 7, and Enter alone is a wrong password", async () => {
    await save(await encrypt("correct horse"))
    const env = { ...envOf(world), GPUFLOW_KEYSTORE: keystore }
    for (const key of ["\x03", "\x04"]) {
      const password = await start(["bond", "--json"], env, key).done
      expect([password.code, password.json()["error"]?.["code"]], "at the password").to.deep.equal([7, "Declined"])
      const revoke = ["revoke", "--machine", NOBODY, "--json"]
      const confirmation = await start(revoke, envOf(world, "host"), key).done
      expect([confirmation.code, confirmation.json()["error"]?.["code"]], "at Send?").to.deep.equal([7, "Declined"])
    }
    const empty = await start(["bond", "--json"], env, "\n").done
    expect([empty.code, empty.json()["error"]?.["code"]], "Enter").to.deep.equal([2, "Usage"])
  })
})

describe("CLI: secrets in files", () => {
  let world: TestWorld
  let folder: string
  onLocalChain((opened, made) => {
    world = opened
    folder = made
  })
  const write = async (name: string, text: string, mode = 0o600) => {
    const path = join(folder, name)
    await writeFile(path, text)
    await chmod(path, mode)
    return path
  }
  const bond = (environment: Readonly<Record<string, string>>) => as(world, undefined, ["bond", "--json"], environment)
  const keystoreOf = (password: string) =>
    encryptKeystoreJson({ address: accountOf("host").address, privateKey: keyOf("host") }, password, options)

  it("default: a keystore's password and a private key come from files, with a newline at the end", async () => {
    const keystore = await write("keystore.json", await keystoreOf("correct horse"))
    const password = await write("password", "correct horse\n")
    const key = await write("key", `${keyOf("host")}\n`)

    for (const environment of [
      { GPUFLOW_KEYSTORE: keystore, GPUFLOW_KEYSTORE_PASSWORD_FILE: password },
      { GPUFLOW_PRIVATE_KEY_FILE: key },
    ]) {
      const told = await bond(environment)
      expect([told.code, told.err], told.out).to.deep.equal([0, ""])
    }
  })

  it("behavior: a file that others can open is warned of, unless the service manager provides it", async () => {
    const key = await write("key", keyOf("host"), 0o640)

    expect((await bond({ GPUFLOW_PRIVATE_KEY_FILE: key })).err, "of others").to.contain("Run `chmod 600` on it.")
    const provided = await bond({ GPUFLOW_PRIVATE_KEY_FILE: key, CREDENTIALS_DIRECTORY: folder })
    expect([provided.code, provided.err], "a credential").to.deep.equal([0, ""])
  })

  it("error: usage, for a file that is not there, for both variables at once, and for a file without a key", async () => {
    const key = await write("key", keyOf("host"))
    const empty = await write("empty", "\n")

    for (const [environment, words] of [
      [{ GPUFLOW_PRIVATE_KEY_FILE: join(folder, "nowhere") }, "Check the path in GPUFLOW_PRIVATE_KEY_FILE"],
      [{ GPUFLOW_PRIVATE_KEY_FILE: key, GPUFLOW_PRIVATE_KEY: keyOf("host") }, "are both set. Unset one of them."],
      [{ GPUFLOW_PRIVATE_KEY_FILE: empty }, "is not a private key."],
    ] as const) {
      const told = await bond(environment)
      expect(told.code, words).to.equal(2)
      expect(told.err + told.out, words).to.contain(words)
    }
  })
})
