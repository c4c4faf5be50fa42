export { type RunningServer, runServer, startServer } from "./server.ts"
export {
  optionsFromEnvironment,
  parseSettings,
  type ServerOptions,
  type ServerSettings,
  serverVariables,
} from "./settings.ts"
