import { isIPv6 } from "node:net"

const MINUTE = 60_000
/** Addresses that are remembered at once. */
const MOST = 50_000

/** Lets each network address have so many requests within a minute. */
export function createRateLimit(perMinute: number, clock: () => number = () => performance.now()) {
  const buckets = new Map<string, { left: number; at: number }>()
  /** Returns the seconds to wait, or 0. */
  return function take(address: string): number {
    const [now, key] = [clock(), networkOf(address)]
    const known = buckets.get(key) ?? { left: perMinute, at: now }
    const left = Math.min(perMinute, known.left + ((now - known.at) * perMinute) / MINUTE)
    // The latest comes last, so that the first ones are the oldest.
    buckets.delete(key)
    buckets.set(key, { left: left >= 1 ? left - 1 : left, at: now })
    for (const oldest of buckets.keys()) {
      if (buckets.size <= MOST) break
      buckets.delete(oldest)
    }
    return left >= 1 ? 0 : Math.ceil(((1 - left) * MINUTE) / perMinute / 1_000)
  }
}

/** What limits count as one client: an address, and all addresses of an IPv6 network of 64 bits. */
export function networkOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, "")
  if (!isIPv6(plain)) return plain
  const { hostname } = new URL(`http://[${plain.split("%")[0]}]/`)
  const [head = "", tail] = hostname.slice(1, -1).split("::")
  const first = head.split(":").filter(Boolean)
  const last = tail?.split(":").filter(Boolean) ?? []
  const zeros = tail === undefined ? 0 : 8 - first.length - last.length
  return [...first, ...Array.from({ length: zeros }, () => "0"), ...last].slice(0, 4).join(":")
}
