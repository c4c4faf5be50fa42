import { execFileSync } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import type { ServerResponse } from "node:http"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { isEscrowError, stop } from "@gpuflow/escrow"
import {
  AccessNotOfferedError,
  type AccessProgress,
  type AccessRefusal,
  AccessRefusedError,
  type AccessRequest,
  AccessRequestUnreadableError,
  accessTypedData,
  CancelledError,
  DoorAnswerInvalidError,
  DoorUnavailableError,
  ForeignDocumentError,
  ForeignHostKeyError,
  InvalidInputError,
  InvalidSshKeyError,
  parseAccessRequest,
  parseSshKey,
  type requestAccess,
  serializeAccessRequest,
  sshFingerprint,
} from "@gpuflow/escrow/access"
import * as onEthers from "@gpuflow/escrow/ethers/access"
import { expect } from "chai"
import { TypedDataEncoder } from "ethers"
import { type Address, encodeAbiParameters, type Hex, hashTypedData, keccak256, toHex } from "viem"
import { expectError } from "../support/expectError.ts"
import { failureOf } from "../support/failureOf.ts"
import { answerJson, answerProblem } from "../support/httpServer.ts"
import { libraries } from "../support/libraries.ts"
import { HOST_KEY, letIn, openDoor, sshLine, testSshKey } from "../support/machineDoor.ts"
import { running } from "../support/rentals.ts"
import { chain, deployed, networkHelpers } from "../support/sharedChain.ts"

const { loadFixture, time } = networkHelpers
const KEY = testSshKey("renter")
const ESCROW = `0x${"22".repeat(20)}` as const
const RENTAL = `0x${"33".repeat(32)}` as const
const SIGNATURE = `0x${"11".repeat(65)}` as const
const refused = (reason: AccessRefusal, rental: Hex) => ({ rental, reason })

describe("SSH keys", () => {
  it("default: keys and fingerprints are those of ssh-keygen, without their comments", () => {
    const folder = mkdtempSync(join(tmpdir(), "ssh-keys-"))
    try {
      for (const [type, bits] of [
        ["ed25519", 256],
        ["rsa", 2_048],
        ["ecdsa", 256],
        ["ecdsa", 384],
        ["ecdsa", 521],
      ] as const) {
        const file = join(folder, `${type}${bits}`)
        execFileSync("ssh-keygen", ["-q", "-t", type, "-b", `${bits}`, "-N", "", "-C", "me@home", "-f", file])
        const line = readFileSync(`${file}.pub`, "utf8")
        const printed = execFileSync("ssh-keygen", ["-l", "-f", `${file}.pub`], { encoding: "utf8" })
        expect(parseSshKey(line).text, line).to.equal(line.split(" ").slice(0, 2).join(" "))
        expect(printed, line).to.include(` ${sshFingerprint(line)} `)
        expect(onEthers.sshFingerprint(line), "on ethers").to.equal(sshFingerprint(line))
      }
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  it("default: security keys are accepted", () => {
    const key = Buffer.alloc(32, 7)
    const point = Buffer.concat([Buffer.of(4), Buffer.alloc(64, 7)])
    for (const line of [
      sshLine("sk-ssh-ed25519@openssh.com", key, "ssh:"),
      sshLine("sk-ecdsa-sha2-nistp256@openssh.com", "nistp256", point, "ssh:"),
    ]) {
      expect(parseSshKey(line).text).to.equal(line)
    }
  })

  it("error: whatever is not one whole public key", () => {
    const [type = "", base64 = ""] = KEY.split(" ")
    const odd = Buffer.concat([Buffer.of(128), Buffer.alloc(256, 1)])
    for (const [line, problem] of [
      ["", /algorithm/],
      [`command="rm -rf /" ${KEY}`, /algorithm/],
      [`restrict ${KEY}`, /algorithm/],
      [`${KEY}\n${KEY}`, /line/],
      [`${KEY}\0`, /invisible/],
      [`${KEY} a\u202eb`, /invisible/],
      ["-----BEGIN OPENSSH PRIVATE KEY-----", /private key/],
      [`ssh-dss ${base64}`, /algorithm/],
      ["__proto__ AAAA", /algorithm/],
      [type, /cut off/],
      [`${type} ${base64.slice(0, -4)}`, /cut off/],
      [`${type} ${base64}AAAA`, /cut off/],
      [`${type} ${base64.replace(/.$/, "_")}`, /cut off/],
      [`ssh-rsa ${base64}`, /another algorithm/],
      [sshLine(type, Buffer.alloc(31)), /part/],
      [sshLine(type, Buffer.alloc(32), "more"), /part/],
      [sshLine("ssh-rsa", Buffer.of(1, 0, 1), Buffer.alloc(128, 127)), /1023 bits/],
      [sshLine("ssh-rsa", Buffer.of(1, 0, 1), odd), /part/],
      [sshLine("ssh-rsa", Buffer.of(1, 0, 1), Buffer.alloc(2_500, 127)), /./],
      [sshLine("ecdsa-sha2-nistp256", "nistp384", Buffer.alloc(65, 4)), /part/],
      [sshLine("ecdsa-sha2-nistp256", "nistp256", Buffer.alloc(65, 2)), /part/],
      [`${KEY} ${"x".repeat(5_000)}`, /characters/],
    ] as const) {
      expect(() => parseSshKey(line), line.slice(0, 60))
        .to.throw(InvalidSshKeyError)
        .with.nested.property("args.problem")
        .that.matches(problem)
    }
  })
})

describe("accessTypedData", () => {
  const access = { rental: RENTAL, publicKey: `${KEY} me@home`, expiry: 1_800_000_000n }
  const blob = Buffer.from(KEY.split(" ")[1] ?? "", "base64")

  it("default: the digest is the same in viem, in ethers, and by hand", () => {
    const data = accessTypedData({ escrow: ESCROW, chainId: 137, access })
    const { domain, types, message } = onEthers.accessTypedData({ escrow: ESCROW, chainId: 137, access })
    const encoded = (type: string, ...words: readonly Hex[]) => {
      const values = [keccak256(toHex(type)), ...words]
      return keccak256(
        encodeAbiParameters(
          values.map(() => ({ type: "bytes32" })),
          values,
        ),
      )
    }
    const word = (value: bigint | Address) => toHex(BigInt(value), { size: 32 })
    const separator = encoded(
      "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)",
      keccak256(toHex("GPUFlow Access")),
      keccak256(toHex("1")),
      word(137n),
      word(ESCROW),
    )
    const struct = encoded(
      "Access(bytes32 rental,bytes32 keyHash,uint40 expiry)",
      RENTAL,
      keccak256(blob),
      word(access.expiry),
    )
    const byHand = keccak256(`0x1901${separator.slice(2)}${struct.slice(2)}`)

    expect(hashTypedData(data), "viem").to.equal(byHand)
    expect(TypedDataEncoder.hash(domain, { Access: [...(types["Access"] ?? [])] }, message), "ethers").to.equal(byHand)
    expect(byHand, "vector").to.equal("0x73ba07fb8ea4ce7b59bc74bf99a45ab60c6d78c72100b2ddfc91af9a45abe7d4")
  })

  it("behavior: every field changes the digest, the comment of the key does not", () => {
    const digest = (changes: object, chainId = 137, escrow: Address = ESCROW) =>
      hashTypedData(accessTypedData({ escrow, chainId, access: { ...access, ...changes } }))
    const digests = [
      digest({}),
      digest({ rental: `0x${"34".repeat(32)}` }),
      digest({ publicKey: testSshKey("other") }),
      digest({ expiry: 1_800_000_001n }),
      digest({}, 80_002),
      digest({}, 137, `0x${"23".repeat(20)}`),
    ]
    expect(new Set(digests).size, "digests").to.equal(digests.length)
    expect(digest({ publicKey: KEY }), "without a comment").to.equal(digest({}))
  })

  it("error: what a field cannot hold", () => {
    const build = (changes: object) => () =>
      accessTypedData({ escrow: ESCROW, chainId: 137, access: { ...access, ...changes } })
    expect(build({ expiry: 2n ** 40n }), "expiry").to.throw(InvalidInputError)
    expect(build({ rental: "0x12" }), "rental").to.throw(InvalidInputError)
    expect(build({ publicKey: "x" }), "key").to.throw(InvalidSshKeyError)
  })
})

describe("parseAccessRequest", () => {
  const request: AccessRequest = { rental: RENTAL, publicKey: KEY, expiry: 1_800_000_000n, signature: SIGNATURE }

  it("default: reads what serializeAccessRequest writes, and drops the key's comment", () => {
    const text = serializeAccessRequest({ ...request, publicKey: `${KEY} me@home` })
    expect(parseAccessRequest(text)).to.deep.equal(request)
    expect(onEthers.parseAccessRequest(text), "on ethers").to.deep.equal(request)
  })

  it("error: each field in its one form, and no other", () => {
    const json = JSON.parse(serializeAccessRequest(request))
    for (const [changes, field] of [
      [{ rental: "0x12" }, "rental"],
      [{ rental: undefined }, "rental"],
      [{ publicKey: undefined }, "publicKey"],
      [{ publicKey: 7 }, "publicKey"],
      [{ publicKey: `restrict ${KEY}` }, "publicKey"],
      [{ publicKey: `${KEY}\nssh-ed25519 AAAA` }, "publicKey"],
      [{ expiry: 1_800_000_000 }, "expiry"],
      [{ expiry: "-1" }, "expiry"],
      [{ expiry: String(2n ** 40n) }, "expiry"],
      [{ signature: "0x1" }, "signature"],
      [{ more: 1 }, "more"],
    ] as const) {
      expect(() => parseAccessRequest(JSON.stringify({ ...json, ...changes })), JSON.stringify(changes))
        .to.throw(AccessRequestUnreadableError)
        .with.nested.property("args.faults[0].field", field)
    }
    for (const text of ["", "null", "[]", "{", "x".repeat(20_000)]) {
      expect(() => parseAccessRequest(text), text.slice(0, 9)).to.throw(AccessRequestUnreadableError)
    }
  })
})

for (const [library, sdk] of Object.entries(libraries)) {
  describe(`verifyAccess on ${library}`, () => {
    async function rented() {
      const world = await loadFixture(deployed)
      const { id, rental } = await running(world)
      const { escrow, renter } = world
      const sign = (parameters: object = {}) =>
        sdk.signAccess(renter, { escrow, rental: id, publicKey: `${KEY} me`, ...parameters })
      const verify = (request: AccessRequest) => sdk.verifyAccess(world.client, { escrow, request })
      return { ...world, id, rental, sign, verify }
    }

    it("default: the renter's request for a running rental", async () => {
      const { id, escrow, sign, verify } = await rented()
      const request = await sign()
      const { endsAt, digest, state } = await verify(request)
      expect(request.publicKey, "key").to.equal(KEY)
      expect(endsAt, "end").to.equal(state.since + state.duration)
      expect(digest, "digest").to.equal(hashTypedData(accessTypedData({ escrow, chainId: 137, access: request })))
      expect(Number(request.expiry) - (await time.latest()), "expiry").to.be.within(300, 540)
      expect((await verify({ ...request, rental: id.toUpperCase().replace("0X", "0x") as Hex })).endsAt).to.equal(
        endsAt,
      )
    })

    it("error: a request that has expired, or is valid for too long", async () => {
      const { id, sign, verify } = await rented()
      const now = BigInt(await time.latest())
      await expectError(verify(await sign({ expiry: now })), AccessRefusedError, refused("RequestExpired", id))
      await expectError(verify(await sign({ expiry: now + 601n })), AccessRefusedError, refused("ExpiryTooFar", id))
      expect((await verify(await sign({ expiry: now + 600n }))).id, "the longest").to.equal(id)
    })

    it("error: another account, another key, another rental, another escrow, a signature that is none", async () => {
      const { id, escrow, stranger, sign, verify, ...world } = await rented()
      const request = await sign()
      const foreign = await sdk.signAccess(stranger, { escrow, rental: id, publicKey: KEY })
      const second = await running({ escrow, stranger, ...world }, { machine: keccak256("0x02") }, "second")
      const elsewhere = await sdk.signAccess(world.renter, { escrow: ESCROW, rental: id, publicKey: KEY })
      for (const changed of Object.values({
        "another account": foreign,
        "another key": { ...request, publicKey: testSshKey("thief") },
        "another rental": { ...request, rental: second.id },
        "another escrow": elsewhere,
        "a later expiry": { ...request, expiry: request.expiry + 1n },
        nothing: { ...request, signature: "0x" as Hex },
        "one byte": { ...request, signature: "0x00" as Hex },
        "high s": { ...request, signature: `${request.signature.slice(0, 66)}${"f".repeat(64)}1b` as Hex },
      })) {
        await expectError(verify(changed), AccessRefusedError, refused("NotTheRenter", changed.rental))
      }
      const unknown = { ...request, rental: RENTAL }
      await expectError(verify(unknown), AccessRefusedError, refused("RentalUnknown", RENTAL))
    })

    it("error: a rental that has ended, by its clock or by its renter", async () => {
      const { id, escrow, renter, rental, sign, verify } = await rented()
      await time.increase(3_599n)
      await verify(await sign())
      await time.increase(10n)
      await expectError(verify(await sign()), AccessRefusedError, refused("RentalNotLive", id))
      await stop(renter, { escrow, rental })
      await expectError(verify(await sign()), AccessRefusedError, refused("RentalNotLive", id))
    })

    it("behavior: a renter that is a contract signs by it (ERC-1271), and may burn only so much gas", async () => {
      const world = await loadFixture(deployed)
      const { escrow, client, renter } = world
      const { address: wallet } = await chain.deploy("KeyWallet", [renter.account.address])
      const asWallet = { ...world, renter: { ...renter, account: { ...renter.account, address: wallet } } }
      const { id } = await running(asWallet as typeof world, { machine: keccak256("0x03") })
      const expiry = BigInt(await time.latest()) + 300n
      const access = { rental: id, publicKey: KEY, expiry }
      const signature = await renter.signTypedData(accessTypedData({ escrow, chainId: 137, access }))
      expect((await sdk.verifyAccess(client, { escrow, request: { ...access, signature } })).id, "let in").to.equal(id)
      const wrong = { ...access, publicKey: testSshKey("thief"), signature }
      const verifyWrong = () => sdk.verifyAccess(client, { escrow, request: wrong })
      await expectError(verifyWrong(), AccessRefusedError, refused("NotTheRenter", id))
      // A loop without end.
      await networkHelpers.setCode(wallet, "0x5b600056")
      await expectError(verifyWrong(), AccessRefusedError, refused("NotTheRenter", id))
    })
  })

  describe(`requestAccess on ${library}`, () => {
    type Door = Parameters<typeof openDoor>[1]
    async function opened(door: Door = {}) {
      const world = await loadFixture(deployed)
      const { document, rental, server } = await openDoor(world, door)
      const { escrow, renter } = world
      const phases: string[] = []
      const ask = (parameters: Partial<requestAccess.Parameters> = {}) =>
        sdk.requestAccess(renter, {
          ...{ escrow, rental, document, publicKey: KEY },
          onProgress: (progress: AccessProgress) => phases.push(progress.phase),
          ...parameters,
        })
      return { ...world, document, rental, server, ask, phases }
    }
    /** A door that says something else. */
    const lying = (changes: object) =>
      opened({ answer: ({ rental }, _, response) => answerJson(response, letIn(rental, changes)) })

    it("default: returns where the machine is", async () => {
      const { rental, ask, phases, server } = await opened()
      const { endsAt, ...machine } = await ask()
      expect(machine).to.deep.equal({ rental, host: "127.0.0.1", port: 2222, user: "renter", hostKey: HOST_KEY })
      expect(endsAt > 0n, "end").to.equal(true)
      expect(phases, "phases").to.deep.equal(["checking", "wallet", "asking"])
      expect(server.asked.map(({ method, url }) => `${method} ${url.pathname}`)).to.deep.equal(["POST /access"])
    })

    it("behavior: waits while the machine is not ready, with one signature", async () => {
      const signatures = new Set<Hex>()
      let questions = 0
      const { ask, phases } = await opened({
        isFunded: true,
        answer: ({ rental, signature }, _, response) => {
          signatures.add(signature)
          questions += 1
          if (questions > 1) return answerJson(response, letIn(rental))
          response.setHeader("retry-after", "1")
          answerProblem(response, 409, "NotReady", "Not yet.")
        },
      })
      await ask()
      expect(phases, "phases").to.deep.equal(["checking", "wallet", "asking", "waiting", "asking"])
      expect(signatures.size, "signatures").to.equal(1)
    })

    it("behavior: gives up when its patience ends, and when its signal is aborted", async () => {
      const { ask, rental } = await opened({
        answer: (_, __, response) => answerProblem(response, 409, "NotReady", "Not yet."),
      })
      await expectError(ask({ patience: 0 }), AccessRefusedError, refused("NotReady", rental))
      const controller = new AbortController()
      const onProgress = ({ phase }: AccessProgress) => phase === "waiting" && controller.abort()
      await expectError(ask({ signal: controller.signal, onProgress }), CancelledError, {})
      await expectError(ask({ signal: AbortSignal.abort() }), CancelledError, {})
    })

    it("error: every refusal of a door, by its name", async () => {
      const reasons: readonly AccessRefusal[] = [
        ...([
          "RequestInvalid",
          "BodyTooLarge",
          "InvalidKey",
          "RentalUnknown",
          "NotTheRenter",
          "RentalNotLive",
        ] as const),
        ...(["NotReady", "RequestExpired", "ExpiryTooFar", "RequestReplayed", "TooManyRequests"] as const),
        ...(["MachineFailed", "ChainUnavailable"] as const),
      ]
      let reason: AccessRefusal = "NotReady"
      const { ask, rental } = await opened({ answer: (_, __, response) => answerProblem(response, 400, reason, "No.") })
      for (reason of reasons) {
        await expectError(ask({ patience: 0 }), AccessRefusedError, refused(reason, rental))
      }
    })

    it("error: before anything is signed: another renter, an ended rental, another document, no door", async () => {
      const { ask, rental, document, escrow, stranger, renter, phases, ...world } = await opened()
      const asStranger = sdk.requestAccess(stranger, { escrow, rental, document, publicKey: KEY })
      await expectError(asStranger, AccessRefusedError, refused("NotTheRenter", rental))
      const other = ask({ document: { ...document, location: "Gera" } })
      expect(await failureOf(other), "another document").to.be.instanceOf(ForeignDocumentError)
      const { access: _, ...closed } = document
      await expectError(ask({ document: closed }), AccessNotOfferedError, { machine: "rack 3" })
      expect(await failureOf(ask({ publicKey: "x" })), "key").to.be.instanceOf(InvalidSshKeyError)
      const { rental: terms } = await sdk.getRental(world.client, { escrow, id: rental })
      await stop(renter, { escrow, rental: terms })
      await expectError(ask(), AccessRefusedError, refused("RentalNotLive", rental))
      expect(phases, "no wallet").to.not.include("wallet")
    })

    it("error: a door that names another host key", async () => {
      const { ask, document } = await lying({ hostKey: testSshKey("thief") })
      await expectError(ask(), ForeignHostKeyError, {
        endpoint: document.access?.endpoint ?? "",
        expected: sshFingerprint(HOST_KEY),
        actual: sshFingerprint(testSshKey("thief")),
      })
    })

    it("error: a door whose answer would do harm, or is for another rental", async () => {
      for (const [field, value] of [
        ["rental", RENTAL],
        ["rental", undefined],
        ["host", "-oProxyCommand=id"],
        ["host", "a b"],
        ["host", "$(id)"],
        ["host", ""],
        ["host", `${"a".repeat(254)}`],
        ["user", "-l"],
        ["user", "root;id"],
        ["user", 0],
        ["port", 0],
        ["port", 65_536],
        ["port", "22"],
        ["port", 2.5],
        ["hostKey", "ssh-ed25519 AAAA"],
        ["hostKey", `${HOST_KEY}\n@cert-authority * ${HOST_KEY}`],
        ["hostKey", undefined],
        ["endsAt", "soon"],
        ["endsAt", 1_900_000_000],
      ] as const) {
        const { ask, document } = await lying({ [field]: value })
        const error = await failureOf(ask())
        expect(error, `${field} ${value}`).to.be.instanceOf(DoorAnswerInvalidError)
        if (!(error instanceof DoorAnswerInvalidError)) throw error
        expect([error.args.endpoint, error.args.field], `${field} ${value}`).to.deep.equal([
          document.access?.endpoint,
          field,
        ])
      }
      for (const host of ["gpu-1.example", "10.0.0.7", "fd00::7", "::1"]) {
        const { ask } = await lying({ host })
        expect((await ask()).host, host).to.equal(host)
      }
    })

    it("error: a door that answers HTML, too much, elsewhere, with a broken text, with a failure, or not at all", async () => {
      const answers: Readonly<
        Record<string, [answer: (response: ServerResponse) => void, code: string, detail: string]>
      > = {
        html: [
          (response) => response.writeHead(200, { "content-type": "text/html" }).end("<p>"),
          "DoorAnswerInvalid",
          "JSON",
        ],
        array: [(response) => answerJson(response, []), "DoorAnswerInvalid", "JSON"],
        broken: [
          (response) => response.writeHead(200, { "content-type": "application/json" }).end("{"),
          "DoorAnswerInvalid",
          "JSON",
        ],
        huge: [(response) => answerJson(response, { a: "x".repeat(100_000) }), "DoorAnswerInvalid", "longer"],
        elsewhere: [
          (response) => response.writeHead(307, { location: "http://127.0.0.1:1/" }).end(),
          "DoorAnswerInvalid",
          "elsewhere",
        ],
        unnamed: [(response) => answerProblem(response, 403, "Because", "No."), "DoorAnswerInvalid", "reason"],
        failing: [(response) => response.writeHead(502).end("bad gateway"), "DoorUnavailable", "failing"],
        flooded: [(response) => response.writeHead(429).end(), "DoorUnavailable", "overloaded"],
        cut: [(response) => response.destroy(), "DoorUnavailable", "connection"],
        silent: [() => undefined, "DoorUnavailable", "timeout"],
        dripping: [
          (response) => response.writeHead(200, { "content-type": "application/json" }).write("{"),
          "DoorUnavailable",
          "timeout",
        ],
      }
      let answer: (response: ServerResponse) => void = () => undefined
      const { ask, server, document } = await opened({ answer: (_, __, response) => answer(response) })
      for (const [name, [given, code, detail]] of Object.entries(answers)) {
        answer = given
        const isLate = detail === "timeout"
        const error = await failureOf(ask(isLate ? { timeout: 200 } : {}))
        if (!isEscrowError(error)) throw error
        expect([error.code, JSON.stringify(error.args)], name).to.satisfy(
          ([found, args]: string[]) => found === code && args?.includes(detail),
        )
      }
      await server.close()
      await expectError(ask(), DoorUnavailableError, {
        endpoint: document.access?.endpoint ?? "",
        failure: "connection",
      })
    })

    it("behavior: signs once more if the very same request was used before", async () => {
      let isFirst = true
      const signatures = new Set<Hex>()
      const { ask } = await opened({
        answer: ({ rental, signature }, _, response) => {
          signatures.add(signature)
          if (!isFirst) return answerJson(response, letIn(rental))
          isFirst = false
          answerProblem(response, 409, "RequestReplayed", "Used.")
        },
      })
      await ask()
      expect(signatures.size, "signatures").to.equal(2)
    })

    it("error: a door that calls every request expired cannot make the renter sign again and again", async () => {
      const { ask, phases, rental } = await opened({
        answer: (_, __, response) => answerProblem(response, 410, "RequestExpired", "Expired."),
      })
      await expectError(ask(), AccessRefusedError, refused("RequestExpired", rental))
      expect(
        phases.filter((phase) => phase === "wallet"),
        "signed",
      ).to.have.length(1)
    })
  })
}
