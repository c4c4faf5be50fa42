// Hooks that wagmi's CLI wrote: their arguments and results have the contract's types.
import {
  rentalEscrowAddress,
  useReadRentalEscrowGetRental,
  useWatchRentalEscrowClosedEvent,
  useWriteRentalEscrowSettle,
} from "./src/escrow.generated"

export function useRental(id: `0x${string}`) {
  const { data } = useReadRentalEscrowGetRental({ args: [id] })
  const since: number | undefined = data?.since
  const settling = useWriteRentalEscrowSettle()
  useWatchRentalEscrowClosedEvent({
    args: { id },
    onLogs: ([log]) => {
      const toHost: bigint | undefined = log?.args.toHost
      console.log(toHost)
    },
  })
  return { since, settling, escrow: rentalEscrowAddress[137] }
}

// @ts-expect-error An id is hexadecimal.
useReadRentalEscrowGetRental({ args: [1n] })
