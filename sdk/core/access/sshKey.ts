// Public SSH keys as OpenSSH writes them: the name of the algorithm, and a blob in base64 that holds the name again.
import type { Hex } from "../../types.ts"
import { EscrowError } from "../escrowError.ts"
import type { Codec } from "../port.ts"

/** A public SSH key. */
export type SshKey = {
  /** The algorithm: `ssh-ed25519`. */
  readonly type: string
  /** The algorithm and the blob in base64, without a comment. */
  readonly text: string
  /** The blob. */
  readonly blob: Hex
}

/** A text is not a public SSH key that a machine accepts. `problem` ends a sentence that begins with "The key". */
export class InvalidSshKeyError extends EscrowError<"InvalidSshKey", { readonly problem: string }> {
  constructor(args: InvalidSshKeyError["args"], options?: ErrorOptions) {
    const sentence = `This is not a usable public SSH key: it ${args.problem}. Pass one line such as that of id_ed25519.pub.`
    super("InvalidSshKey", sentence, args, options)
  }
}

/** Characters of the longest line: RSA keys of 16 384 bits with their comment. */
const LONGEST = 4_096
/** Weaker keys are refused by OpenSSH's own servers, or should be. */
const RSA_BITS = { least: 2_048, most: 16_384 }

type Part = Uint8Array<ArrayBuffer>

/** What the blob of each algorithm holds after its name. Undefined: it is right. */
const bodies: Readonly<Record<string, (parts: readonly Part[]) => string | undefined>> = {
  "ssh-ed25519": ([key, ...rest]) => (key?.length === 32 && rest.length === 0 ? undefined : BROKEN),
  "sk-ssh-ed25519@openssh.com": ([key, application, ...rest]) =>
    key?.length === 32 && application && rest.length === 0 ? undefined : BROKEN,
  "ecdsa-sha2-nistp256": (parts) => pointFault(parts, "nistp256", 65),
  "ecdsa-sha2-nistp384": (parts) => pointFault(parts, "nistp384", 97),
  "ecdsa-sha2-nistp521": (parts) => pointFault(parts, "nistp521", 133),
  "sk-ecdsa-sha2-nistp256@openssh.com": ([curve, point, application, ...rest]) =>
    curve && point && application && rest.length === 0 ? pointFault([curve, point], "nistp256", 65) : BROKEN,
  "ssh-rsa": ([exponent, modulus, ...rest]) => {
    if (!exponent || !modulus || rest.length > 0) return BROKEN
    const [least, bits] = [bitsOf(exponent), bitsOf(modulus)]
    if (least === undefined || bits === undefined || least < 2) return BROKEN
    if (bits < RSA_BITS.least) return `has ${bits} bits, fewer than ${RSA_BITS.least}`
    return bits > RSA_BITS.most ? `has ${bits} bits, more than ${RSA_BITS.most}` : undefined
  },
}

const BROKEN = "has a part that does not belong to its algorithm"

function pointFault([curve, point, ...rest]: readonly Part[], name: string, length: number): string | undefined {
  const isRight = curve && textOf(curve) === name && point?.length === length && point[0] === 4 && rest.length === 0
  return isRight ? undefined : BROKEN
}

/** The bits of a positive number in its shortest form. */
function bitsOf(number: Part): number | undefined {
  const [first = 0, second = 0] = number
  if (number.length === 0 || first > 127 || (first === 0 && second < 128)) return undefined
  const digits = first === 0 ? number.subarray(1) : number
  return 8 * (digits.length - 1) + (32 - Math.clz32(digits[0] ?? 0))
}

/**
 * Reads one line of a public key. Options before the key are refused, and the comment is left out: neither is signed.
 *
 * @throws {InvalidSshKeyError} for anything else
 */
export function parseSshKey(line: unknown): SshKey {
  const refuse = (problem: string) => new InvalidSshKeyError({ problem })
  if (typeof line !== "string") throw refuse("is not a text")
  if (line.length > LONGEST) throw refuse(`has more than ${LONGEST} characters`)
  const trimmed = line.replace(/\r?\n$/, "")
  if (/[^\P{C}\t]/u.test(trimmed)) throw refuse("has more than one line, or invisible characters")
  if (/PRIVATE KEY/.test(trimmed)) throw refuse("is a private key, which must not leave its computer")
  const [type = "", encoded = ""] = trimmed.trim().split(/[ \t]+/)
  const faultOf = Object.hasOwn(bodies, type) ? bodies[type] : undefined
  if (!faultOf) throw refuse("does not begin with an algorithm that is accepted, such as ssh-ed25519")
  const blob = bytesIn(encoded)
  const [name, ...parts] = (blob && partsOf(blob)) ?? []
  if (!blob || !name) throw refuse("is cut off, or has a typing error")
  if (textOf(name) !== type) throw refuse("holds a key of another algorithm than it names")
  const fault = faultOf(parts)
  if (fault !== undefined) throw refuse(fault)
  return { type, text: `${type} ${encoded}`, blob: hexOf(blob) }
}

/** The hash that is signed. */
export function hashSshKey(codec: Codec, key: SshKey): Hex {
  return codec.keccak256(key.blob)
}

/** A key's fingerprint as `ssh-keygen -l` prints it. */
export function fingerprintOf(codec: Codec, key: SshKey): string {
  const digits = codec.sha256(key.blob).slice(2).match(/../g) ?? []
  return `SHA256:${btoa(String.fromCharCode(...digits.map((byte) => Number.parseInt(byte, 16)))).replace("=", "")}`
}

/** Whether a text is a SHA-256 fingerprint in its one form: 43 characters of base64, whose last has two zero bits. */
export function isFingerprint(text: string): boolean {
  return /^SHA256:[A-Za-z\d+/]{42}[AEIMQUYcgkosw048]$/.test(text)
}

/** Bytes of base64 in its one form. */
function bytesIn(encoded: string): Part | undefined {
  if (!/^[A-Za-z\d+/]+={0,2}$/.test(encoded) || encoded.length % 4 !== 0) return undefined
  const binary = atob(encoded)
  return btoa(binary) === encoded ? Uint8Array.from(binary, (byte) => byte.charCodeAt(0)) : undefined
}

/** The parts of a blob, each after its length. Undefined: they do not fill it exactly. */
function partsOf(blob: Part): Part[] | undefined {
  const view = new DataView(blob.buffer)
  const parts: Part[] = []
  for (let at = 0; at < blob.length; ) {
    const start = at + 4
    if (start > blob.length) return undefined
    at = start + view.getUint32(start - 4)
    if (at > blob.length) return undefined
    parts.push(blob.subarray(start, at))
  }
  return parts
}

const textOf = (bytes: Part): string => String.fromCharCode(...bytes)

function hexOf(bytes: Part): Hex {
  return `0x${Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("")}`
}
