import { useConnection } from "wagmi"

import { useDeployment } from "../settings/SettingsProvider.tsx"

/** The chain of the connected wallet, if it is another one than the escrow's. */
export function useWrongNetwork(): number | undefined {
  const { chainId } = useDeployment()
  const connection = useConnection()
  return connection.isConnected && connection.chainId !== chainId ? connection.chainId : undefined
}
