// What the arbiter's page says of an evidence: what the chain holds of it, and whether a document is the one that is meant.
import { FIRST_HASH, hashCheck, type LoggedCheck, writeCheck } from "@gpuflow/host/health"
import { expect } from "chai"

import { judgeDocument, proofOf } from "../../app/src/pages/arbiter/evidenceProof.ts"
import { isFileOf, parseIpfsUri } from "../../app/src/pages/arbiter/ipfsAddress.ts"

const bytes = (text: string) => new TextEncoder().encode(text)
const rental = `0x${"ab".repeat(32)}` as const
const endedAt = 1_000n

/** Addresses that IPFS programs give to these texts. */
const HELLO_OLD = "ipfs://QmT78zSuBmuS4z925WZfrqQ1qHaJ56DQaTfyMUF7F8ff5o"
const EMPTY_OLD = "ipfs://QmbFMke1KXqnYyBBWxB74N4c5SBnJMVAiMNRcGu6x1AwQH"
const HELLO_RAW = "ipfs://bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e"
const EMPTY_FOLDER = "ipfs://QmUNLLsPACCz1vLxQVkXqqLX5R1X345qqfHbsf67hvA3Nn"

describe("the page: the proof of an evidence", () => {
  it("knows what the chain holds: the words, a hash, or an address alone", () => {
    const head = `0x${"12".repeat(32)}` as const
    expect(proofOf("data:text/plain;charset=utf-8,It%20was%20slow")).to.deep.equal({ kind: "words" })
    expect(proofOf("It was slow")).to.deep.equal({ kind: "words" })
    expect(proofOf("https://example.com/log")).to.deep.equal({ kind: "address", url: "https://example.com/log" })
    expect(proofOf(`https://host.example/health/1.jsonl#head=${head}`)).to.deep.equal({
      ...{ kind: "log", head },
      url: "https://host.example/health/1.jsonl",
    })
    const summary = encodeURIComponent(JSON.stringify({ kind: "health-log", head, lines: 2, downSeconds: 60 }))
    expect(proofOf(`data:application/json,${summary}`)).to.deep.equal({ kind: "log", head, url: undefined })
    expect(proofOf("data:application/json,%7B")).to.deep.equal({ kind: "words" })
    expect(proofOf("ipfs://power-log")).to.deep.equal({ kind: "ipfs", address: undefined, url: "ipfs://power-log" })
    expect(proofOf(HELLO_RAW)).to.have.nested.property("address.codec", "raw")
  })

  it("finds a file by its address of IPFS, in both forms, and refuses another one", () => {
    const [old, empty, raw] = [HELLO_OLD, EMPTY_OLD, HELLO_RAW].map(parseIpfsUri)
    if (!old || !empty || !raw) throw new Error("An address is not read.")
    expect(isFileOf(old, bytes("hello world\n")), "old form").to.equal(true)
    expect(isFileOf(empty, bytes("")), "empty").to.equal(true)
    expect(isFileOf(raw, bytes("hello world")), "raw").to.equal(true)
    expect(isFileOf(raw, bytes("hello world\n")), "another file").to.equal(false)
  })

  it("does not say that a file is another one where only its parts are hashed", () => {
    const [folder, old] = [EMPTY_FOLDER, HELLO_OLD].map(parseIpfsUri)
    if (!folder || !old) throw new Error("An address is not read.")
    expect(isFileOf(folder, bytes("")), "a folder").to.equal(undefined)
    expect(isFileOf(old, bytes("hello")), "a block").to.equal(undefined)
    expect(isFileOf(old, new Uint8Array(300_000)), "a file of several blocks").to.equal(undefined)
    expect(parseIpfsUri(`${HELLO_OLD}/log.txt`), "a file in a folder").to.equal(undefined)
    for (const text of ["ipfs://", "ipfs://Qm0", "ipfs://bafy", "ipfs://zb2rh", "https://QmT78z"]) {
      expect(parseIpfsUri(text), text).to.equal(undefined)
    }
  })

  it("checks a health log up to the hash on the chain", () => {
    const checks: LoggedCheck[] = []
    for (const [at, status] of [
      [100n, "up"],
      [200n, "down"],
      [260n, "up"],
      [300n, "up"],
    ] as const) {
      const check = { at, status, boot: "f3c1" }
      checks.push({ ...check, hash: hashCheck(checks.at(-1)?.hash ?? FIRST_HASH(rental), check) })
    }
    const judge = (lines: readonly LoggedCheck[], head = checks[2]?.hash ?? FIRST_HASH(rental)) => {
      const file = bytes(`${lines.map(writeCheck).join("\n")}\n`)
      return judgeDocument({ kind: "log", head, url: undefined }, { rental, file, endedAt })
    }
    expect(judge(checks)).to.deep.equal({ kind: "log", lines: 3, downSeconds: 60n })
    expect(judge(checks.slice(0, 2)), "cut before the hash").to.deep.equal({ kind: "other" })
    const [first, second, ...rest] = checks
    if (!first || !second) throw new Error("The log is empty.")
    expect(judge([first, { ...second, status: "up" }, ...rest]), "a changed line").to.deep.equal({ kind: "other" })
    expect(judge([], FIRST_HASH(rental)), "no check before the dispute").to.deep.equal({
      ...{ kind: "log", lines: 0 },
      downSeconds: 0n,
    })
    const file = bytes("not a log")
    const proof = { kind: "log", head: FIRST_HASH(rental), url: undefined } as const
    expect(judgeDocument(proof, { rental, file, endedAt }), "another file").to.deep.equal({ kind: "other" })
  })
})
