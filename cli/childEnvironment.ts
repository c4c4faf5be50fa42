// What the programs that this one starts see of its environment, which holds keys, passwords and endpoints.
import type { Session } from "./session.ts"

type Environment = Readonly<Record<string, string | undefined>>

/** What a program of the system needs to start, to find its files and to speak the user's language. */
const NEEDED =
  /^(PATH|PATHEXT|HOME|USER|LOGNAME|SHELL|TERM|LANG|LANGUAGE|LC_\w+|TZ|TMPDIR|TEMP|TMP|SYSTEMROOT|WINDIR|COMSPEC|LD_LIBRARY_PATH|(NVIDIA|CUDA)_\w+)$/i

/** For a program of the system: nothing else. */
export function systemEnvironment(env: Environment): Environment {
  return Object.fromEntries(Object.entries(env).filter(([name]) => NEEDED.test(name)))
}

/** This project's own variables, which a `.env` file may hold together. */
const OWN = /^(GPUFLOW_\w*|DEPLOYER_PRIVATE_KEY|\w+_RPC_URL|ETHERSCAN_API_KEY)$/i

/** For a command of the user, who may have set variables for it: all but the project's own, and no copy of a secret. */
export function commandEnvironment({ env, secrets }: Session): Environment {
  const isSecret = (value = "") => [...secrets].some((secret) => value.includes(secret))
  return Object.fromEntries(Object.entries(env).filter(([name, value]) => !OWN.test(name) && !isSecret(value)))
}
