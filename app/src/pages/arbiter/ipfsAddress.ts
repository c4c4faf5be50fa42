// What an address of IPFS proves of a file: it is the hash of the file's first block. Pure, and asks nobody.
// github.com/multiformats/cid, and github.com/ipfs/specs/blob/main/UNIXFS.md for files.
import { bytesToHex, concatBytes, type Hex, hexToBytes, sha256 } from "viem"

/** `raw`: the hash of the file itself. `file`: that of a block with the file, or with the hashes of its parts. */
export type IpfsAddress = { readonly codec: "raw" | "file"; readonly digest: Hex }

const [VERSION, RAW, DAG_PB, SHA_256, DIGEST_BYTES] = [1, 0x55, 0x70, 0x12, 32]
const BASE_32 = "abcdefghijklmnopqrstuvwxyz234567"
const BASE_58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"

/** Undefined: it is not an address of a whole document, or one that is made in another way. */
export function parseIpfsUri(uri: string): IpfsAddress | undefined {
  const [, text = "", path = ""] = /^ipfs:\/\/([^/?#]+)(.*)$/s.exec(uri) ?? []
  // What follows names a file in a folder, and the hash is the folder's.
  if (path !== "" && path !== "/") return undefined
  const bytes = text.startsWith("Qm") ? decode58(text) : text.startsWith("b") ? decode32(text.slice(1)) : undefined
  if (!bytes) return undefined
  const isOld = bytes.length === DIGEST_BYTES + 2
  const [codec, hash] = isOld ? [DAG_PB, bytes] : [bytes[1], bytes.slice(2)]
  if (!isOld && bytes[0] !== VERSION) return undefined
  if (hash[0] !== SHA_256 || hash[1] !== DIGEST_BYTES || hash.length !== DIGEST_BYTES + 2) return undefined
  if (codec !== RAW && codec !== DAG_PB) return undefined
  return { codec: codec === RAW ? "raw" : "file", digest: bytesToHex(hash.slice(2)) }
}

/** Undefined: it cannot be told from the file alone, because the hash may be that of its parts or of a folder. */
export function isFileOf({ codec, digest }: IpfsAddress, file: Uint8Array): boolean | undefined {
  if (sha256(codec === "raw" ? file : blockOf(file)) === digest) return true
  return codec === "raw" ? false : undefined
}

/** A file in one block: the node of a tree without links, whose data says that it is a file, and holds it. */
function blockOf(file: Uint8Array): Uint8Array {
  const data = file.length === 0 ? [] : [Uint8Array.of(0x12), varint(file.length), file]
  const unixFs = concatBytes([Uint8Array.of(0x08, 0x02), ...data, Uint8Array.of(0x18), varint(file.length)])
  return concatBytes([Uint8Array.of(0x0a), varint(unixFs.length), unixFs])
}

function varint(value: number): Uint8Array {
  const bytes: number[] = []
  for (let left = value; ; left = Math.floor(left / 128)) {
    if (left < 128) return Uint8Array.from([...bytes, left])
    bytes.push((left % 128) + 128)
  }
}

function decode32(text: string): Uint8Array | undefined {
  let [bits, value] = [0, 0]
  const bytes: number[] = []
  for (const letter of text) {
    const digit = BASE_32.indexOf(letter)
    if (digit < 0) return undefined
    value = ((value << 5) | digit) & 0xfff
    bits += 5
    if (bits >= 8) {
      bits -= 8
      bytes.push((value >> bits) & 0xff)
    }
  }
  return Uint8Array.from(bytes)
}

/** Of the old form alone, which begins with no zero. */
function decode58(text: string): Uint8Array | undefined {
  let value = 0n
  for (const letter of text) {
    const digit = BASE_58.indexOf(letter)
    if (digit < 0) return undefined
    value = value * 58n + BigInt(digit)
  }
  const hex = value.toString(16)
  return hexToBytes(`0x${hex.padStart(hex.length + (hex.length % 2), "0")}`)
}
