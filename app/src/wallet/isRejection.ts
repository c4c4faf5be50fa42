/** Whether a person has declined in the wallet (EIP-1193: 4001). */
export function isRejection(error: unknown): boolean {
  for (let one = error; typeof one === "object" && one !== null; one = Reflect.get(one, "cause")) {
    if (Reflect.get(one, "code") === 4001 || Reflect.get(one, "name") === "UserRejectedRequestError") return true
  }
  return false
}
