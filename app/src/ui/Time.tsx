import { useChainNow } from "../chain/useHead.ts"
import { useFormats } from "../format/useFormats.ts"

/** A time of the chain: how far it is under a day, and the day beyond. The other is there on hover. */
export function Time({ at }: { at: bigint }) {
  const formats = useFormats()
  const now = useChainNow()
  const [day, distance] = [formats.date(at), formats.distance(at - now)]
  const isNear = Math.abs(Number(at - now)) < 86_400
  return (
    <time dateTime={new Date(Number(at) * 1_000).toISOString()} title={isNear ? day : distance}>
      {isNear ? distance : day}
    </time>
  )
}
