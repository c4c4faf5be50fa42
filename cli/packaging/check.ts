// npm run cli:check   builds the command line, installs it from the tarball into an empty folder, and runs it there
import { buildPackage } from "./build.ts"
import { checkInstallation } from "./installation.ts"

await buildPackage()
console.log(await checkInstallation())
