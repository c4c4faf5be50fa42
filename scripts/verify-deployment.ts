// Compares a recorded deployment with a fresh production build and with its config. Fails at any difference.
//   npm run verify-deployment -- <polygon|amoy|local>
import { networkCommand } from "./deploy/networks.ts"

const [network] = networkCommand(
  "npm run verify-deployment --",
  "Compares a recorded deployment with a fresh build and with its config.",
).parse().processedArgs

// Imported only now, so that a wrong argument fails at once.
const { runVerification } = await import("./deploy/runVerification.ts")
await runVerification(network)
