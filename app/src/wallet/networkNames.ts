/** Networks on which wallets often are, as people call them. */
export const networkNames: Readonly<Record<number, string>> = {
  1: "Ethereum",
  10: "OP Mainnet",
  56: "BNB Smart Chain",
  100: "Gnosis",
  137: "Polygon",
  8453: "Base",
  42161: "Arbitrum One",
  43114: "Avalanche",
  59144: "Linea",
  80002: "Polygon Amoy",
  11155111: "Sepolia",
}
