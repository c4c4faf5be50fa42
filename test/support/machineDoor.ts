// A machine with a door over HTTP on this computer, whose answers a test may change; and SSH keys that follow from a name.
import { type AccessRequest, parseAccessRequest, sshFingerprint, verifyAccess } from "@gpuflow/escrow/access"
import { hashMachineDocument, type MachineDocument } from "@gpuflow/escrow/offer"
import { type Hash, keccak256, toHex } from "viem"
import { type Answer, answerJson, answerProblem, serveHttp } from "./httpServer.ts"
import { deposited, running } from "./rentals.ts"
import type { World } from "./sharedChain.ts"

/** A string or bytes as SSH writes them: after their length. */
function sshPart(bytes: string | Uint8Array): Buffer {
  const body = Buffer.from(bytes)
  const length = Buffer.alloc(4)
  length.writeUInt32BE(body.length)
  return Buffer.concat([length, body])
}

/** A public key's line, from the parts that follow the algorithm's name. */
export function sshLine(type: string, ...parts: readonly (string | Uint8Array)[]): string {
  return `${type} ${Buffer.concat([type, ...parts].map(sshPart)).toString("base64")}`
}

/** The line of an Ed25519 key that follows from a name. Nobody has its private part. */
export function testSshKey(name: string): string {
  return sshLine("ssh-ed25519", Buffer.from(keccak256(toHex(name)).slice(2), "hex"))
}

/** The machine's own key. */
export const HOST_KEY = testSshKey("machine")

/** The document of a machine with a door. */
function documentWithDoor(endpoint: string, access: object = {}): MachineDocument {
  return {
    version: 1,
    name: "rack 3",
    gpu: { model: "NVIDIA A100", count: 8, memoryMiB: 81_920 },
    access: { endpoint, hostKey: sshFingerprint(HOST_KEY), ...access },
  }
}

type Door = {
  /** The answer to a request that was read. Default: the renter is let in once the chain says that it may be. */
  readonly answer?: (request: AccessRequest, ...rest: Parameters<Answer>) => void | Promise<void>
  /** What the document says beside the door. */
  readonly access?: object
  /** Whether the rental waits for its start. */
  readonly isFunded?: boolean
}

/** What a door answers when it lets a renter in. */
export function letIn(rental: Hash, changes: object = {}): object {
  return {
    ...{ rental, host: "127.0.0.1", port: 2222, user: "renter", hostKey: HOST_KEY, endsAt: "1900000000" },
    ...changes,
  }
}

/** Rents a machine with a door. */
export async function openDoor(world: World, { answer, access, isFunded = false }: Door = {}) {
  const { client, escrow } = world
  const server = await serveHttp(async (asked, response) => {
    const request = parseAccessRequest(asked.body)
    if (answer) return answer(request, asked, response)
    try {
      const { endsAt } = await verifyAccess(client, { escrow, request })
      answerJson(response, letIn(request.rental, { endsAt: String(endsAt) }))
    } catch {
      answerProblem(response, 403, "NotTheRenter", "The door refuses.")
    }
  })
  const document = documentWithDoor(server.url, access)
  const { machine, spec } = hashMachineDocument(document)
  const { id } = await (isFunded ? deposited : running)(world, { machine, spec }, "through the door")
  return { document, rental: id, server }
}
