// The package's exports with their comments and resolved types, as the TypeScript compiler reads them.
import { join } from "node:path"

import {
  type ClassDeclaration,
  type FunctionDeclaration,
  type InterfaceDeclaration,
  type JSDoc,
  type JSDocableNode,
  Node,
  Project,
  type Signature,
  type SourceFile,
  SymbolFlags,
  type Symbol as TsSymbol,
  type Type,
  type TypeAliasDeclaration,
  ts,
  type VariableDeclaration,
} from "ts-morph"

/** A doc comment, its tags apart. */
interface Comment {
  readonly sentence: string
  readonly example: string
  /** By the parameter's name; `parameters.escrow` for a property of it. */
  readonly params: ReadonlyMap<string, string>
  readonly returns: string
  readonly throws: readonly { readonly error: string; readonly condition: string }[]
}

/** A parameter, or a property of a parameter or of a result. */
export interface Field {
  readonly name: string
  readonly type: string
  readonly optional: boolean
  readonly description: string
}

export interface Callable {
  readonly name: string
  readonly comment: Comment
  readonly signature: string
  readonly parameters: readonly Field[]
  readonly result: string
  /** The properties of a result whose type has no page of its own. */
  readonly resultFields: readonly Field[]
}

export type Export = { readonly name: string; readonly id: string; readonly comment: Comment } & (
  | { readonly kind: "function"; readonly callable: Callable }
  | { readonly kind: "error"; readonly fields: readonly Field[]; readonly message: string; readonly isRevert: boolean }
  | { readonly kind: "constant"; readonly value: string }
  | { readonly kind: "type"; readonly declaration: string; readonly methods: readonly Callable[] }
)

export interface Entry {
  /** As a program imports it: `@gpuflow/escrow/plan`. */
  readonly name: string
  readonly exports: readonly Export[]
}

/** A type with a longer text is left out: a reader sees it in the editor. */
const LONGEST_TYPE = 240
const LONGEST_VALUE = 120
/** The type that the SDK names `Hex`. */
const HEXADECIMAL = /`0x\$\{string\}`/g
/** A type with at least this many methods, and nothing else, is described method by method. */
const FEWEST_METHODS = 5

/** Reads the entries that the manifest's `exports` lists. */
export function readApi(packageName: string, folder: string, exports: Readonly<Record<string, string>>): Entry[] {
  const project = new Project({ tsConfigFilePath: join(folder, "tsconfig.json"), skipAddingFilesFromTsConfig: true })
  const sources = Object.entries(exports)
    .filter(([, path]) => path.endsWith(".ts"))
    .map(([entry, path]) => ({
      name: join(packageName, entry),
      source: project.addSourceFileAtPath(join(folder, path)),
    }))
  const reader = new Reader(
    folder,
    sources.map(({ source }) => source),
  )
  return sources.map(({ name, source }) => ({ name, exports: reader.exportsOf(source) }))
}

class Reader {
  readonly #folder: string
  /** The exported names. Their types have a section of their own and are not expanded elsewhere. */
  readonly #exported: ReadonlySet<string>
  /** The comments of the exported functions, which methods of the same names share. */
  readonly #functions: ReadonlyMap<string, Comment>

  constructor(folder: string, sources: readonly SourceFile[]) {
    this.#folder = folder
    const declarations = sources.flatMap((source) => [...source.getExportedDeclarations()])
    this.#exported = new Set(declarations.map(([name]) => name))
    this.#functions = new Map(
      declarations.flatMap(([name, nodes]) =>
        nodes.filter(Node.isFunctionDeclaration).map((node) => [name, commentOf(node)] as const),
      ),
    )
  }

  exportsOf(source: SourceFile): Export[] {
    return [...source.getExportedDeclarations()].map(([name, nodes]) => this.#describe(name, nodes))
  }

  #describe(name: string, nodes: readonly Node[]): Export {
    for (const node of nodes) {
      const id = `${node.getSourceFile().getFilePath()}#${name}`
      if (Node.isFunctionDeclaration(node)) {
        const comment = commentOf(node)
        return { kind: "function", name, id, comment, callable: this.#function(name, node, comment) }
      }
      if (Node.isClassDeclaration(node)) {
        return { kind: "error", name, id, comment: commentOf(node), ...this.#errorOf(node) }
      }
      if (Node.isVariableDeclaration(node)) {
        const comment = commentOf(node.getVariableStatementOrThrow())
        return { kind: "constant", name, id, comment, value: constantText(node) }
      }
      if (Node.isTypeAliasDeclaration(node) || Node.isInterfaceDeclaration(node)) {
        const methods = this.#methodsOf(node)
        const declaration = methods.length > 0 ? "" : declarationOf(node)
        return { kind: "type", name, id, comment: commentOf(node), declaration, methods }
      }
    }
    throw new Error(`${name} is exported as ${nodes[0]?.getKindName()}: add this kind to sdk/packaging/apiModel.ts.`)
  }

  #function(name: string, node: FunctionDeclaration, comment: Comment): Callable {
    const generics = node.getTypeParameters().map((parameter) => parameter.getText())
    const given = node.getParameters().map((parameter) => {
      const type = parameter.getTypeNode()?.getText() ?? parameter.getType().getText(node)
      return `${nameOf(parameter.getName())}${parameter.isOptional() ? "?" : ""}: ${type}`
    })
    const head = `function ${name}${generics.length > 0 ? `<${generics.join(", ")}>` : ""}(${given.join(", ")})`
    return this.#callable({ name, head, signature: node.getSignature(), place: node, comment })
  }

  #callable(made: {
    readonly name: string
    readonly head: string
    readonly signature: Signature
    readonly place: Node
    readonly comment: Comment
  }): Callable {
    const { name, head, signature, place, comment } = made
    const returned = signature.getReturnType()
    const result = Node.isFunctionDeclaration(place) ? returnedBy(place) : textOf(returned, place)
    return {
      name,
      comment,
      signature: result ? `${head}: ${result}` : head,
      parameters: signature.getParameters().flatMap((parameter) => this.#parametersOf(parameter, place, comment)),
      result,
      resultFields: this.#ownFields(awaited(returned), place),
    }
  }

  /** The properties of `parameters`, or the parameter itself. */
  #parametersOf(parameter: TsSymbol, place: Node, { params }: Comment): Field[] {
    const name = nameOf(parameter.getName())
    const type = parameter.getTypeAtLocation(place)
    // What a comment describes as a whole is described elsewhere in its parts.
    const fields = name === "parameters" && !params.has(name) ? this.#fieldsOfAny(type, place) : []
    if (fields.length > 0) {
      return fields
        .map((field) => ({ ...field, name: `${name}.${field.name}` }))
        .map((field) => ({ ...field, description: params.get(field.name) ?? field.description }))
        .sort((one, other) => Number(one.optional) - Number(other.optional))
    }
    // A destructured parameter has a name in the comment only.
    const tag = name === "parameters" && !params.has(name) ? [...params.keys()].find((tag) => !tag.includes(".")) : name
    const [declaration] = parameter.getDeclarations()
    const written = Node.isParameterDeclaration(declaration) ? declaration.getTypeNode()?.getText() : undefined
    return [
      {
        name: tag ?? name,
        // A caller passes what the type parameter extends.
        type: boundOf(type) ?? written ?? textOf(type, place),
        optional: parameter.isOptional(),
        description: params.get(tag ?? name) ?? "",
      },
    ]
  }

  /** The properties of a type that has no page of its own. */
  #ownFields(type: Type, place: Node): Field[] {
    const alias = type.getAliasSymbol()?.getName()
    return alias && this.#exported.has(alias) ? [] : this.#fields(type, place)
  }

  /** The properties of all members of a union. A property that some members lack is optional. */
  #fieldsOfAny(type: Type, place: Node): Field[] {
    const members = (type.isUnion() ? type.getUnionTypes() : [type]).map((member) => this.#fields(member, place))
    if (members.some((fields) => fields.length === 0)) return []
    const found = new Map<string, Field>()
    for (const field of members.flat()) {
      const inAll = members.every((fields) => fields.some(({ name, optional }) => name === field.name && !optional))
      const known = found.get(field.name)
      // A member of type `undefined` excludes the property and does not describe it.
      if (!known || known.type === "undefined") found.set(field.name, { ...field, optional: !inAll })
    }
    return [...found.values()]
  }

  /** The properties of an object that the package itself declares. */
  #fields(type: Type, place: Node): Field[] {
    if (type.isArray() || type.isTuple() || type.isUnion() || type.getCallSignatures().length > 0) return []
    const properties = type.getApparentProperties()
    const isOurs = properties.every((property) => {
      const declarations = property.getDeclarations()
      // A mapped type over a union of names has properties without a declaration.
      return declarations.length === 0 || declarations.some((declaration) => this.#isOurs(declaration))
    })
    return isOurs ? properties.map((property) => this.#field(property, place)) : []
  }

  #field(property: TsSymbol, place: Node): Field {
    const optional = property.hasFlags(SymbolFlags.Optional)
    const resolved = property.getTypeAtLocation(place)
    const [declaration] = property.getDeclarations()
    const written = Node.isPropertySignature(declaration) ? declaration.getTypeNode()?.getText() : undefined
    // The source says `Address` or `Hex`, which the compiler resolves to one template literal type.
    const type = written && resolved.getText(place).includes("`0x$") ? oneLine(written) : textOf(resolved, place)
    return {
      name: property.getName(),
      type: optional ? type.replace(/ \| undefined$/, "") : type,
      optional,
      description: documentationOf(property),
    }
  }

  #isOurs(declaration: Node): boolean {
    return declaration.getSourceFile().getFilePath().startsWith(`${this.#folder}/`)
  }

  #errorOf(node: ClassDeclaration) {
    const property = (name: string) => node.getType().getProperty(name)?.getTypeAtLocation(node)
    // The constructor passes the message to its base class. A contract's error is made by `revertError`.
    const base = node.getExtends()?.getExpression()
    const isRevert = Node.isCallExpression(base) && base.getExpression().getText() === "revertError"
    const calls = node.getDescendantsOfKind(ts.SyntaxKind.CallExpression)
    const [, sentence] = (isRevert ? base : calls.find(isSuperCall))?.getArguments() ?? []
    const args = node.isAbstract() ? undefined : property("args")
    return {
      fields: args?.isObject() ? args.getProperties().map((field) => this.#field(field, node)) : [],
      message: Node.isStringLiteral(sentence) ? sentence.getLiteralValue() : "",
      isRevert,
    }
  }

  #methodsOf(node: TypeAliasDeclaration | InterfaceDeclaration): Callable[] {
    const type = node.getType()
    if (!type.isObject() && !type.isIntersection()) return []
    const properties = type.getProperties()
    const methods = properties.flatMap((property) => {
      const [signature] = property.getTypeAtLocation(node).getCallSignatures()
      return signature && this.#isOurs(node) ? [this.#method(property, signature, node)] : []
    })
    return methods.length === properties.length && methods.length >= FEWEST_METHODS ? methods : []
  }

  #method(property: TsSymbol, signature: Signature, place: Node): Callable {
    const name = property.getName()
    const own = property
      .getDeclarations()
      .flatMap((declaration) => (isDocable(declaration) ? [commentOf(declaration)] : []))
    const shared = this.#functions.get(name)
    const written = own.find(({ sentence }) => sentence)
    // The function of the same name describes what the method's own comment leaves out.
    const comment = written && shared ? completed(written, shared) : (written ?? shared ?? NOTHING)
    const given = signature.getParameters().map((parameter) => {
      return `${nameOf(parameter.getName())}${parameter.isOptional() ? "?" : ""}`
    })
    return this.#callable({ name, head: `${name}(${given.join(", ")})`, signature, place, comment })
  }
}

const NOTHING: Comment = { sentence: "", example: "", params: new Map(), returns: "", throws: [] }

/** A comment, with what it leaves out taken from another. */
function completed(comment: Comment, other: Comment): Comment {
  return {
    sentence: comment.sentence || other.sentence,
    example: comment.example || other.example,
    params: new Map([...other.params, ...comment.params]),
    returns: comment.returns || other.returns,
    throws: comment.throws.length > 0 ? comment.throws : other.throws,
  }
}

function commentOf(node: JSDocableNode): Comment {
  const doc = node.getJsDocs().at(-1)
  return doc ? parse(doc) : NOTHING
}

function parse(doc: JSDoc): Comment {
  const tags = doc.getTags()
  const textsOf = (name: string) =>
    tags.filter((tag) => tag.getTagName() === name).map((tag) => tag.getCommentText() ?? "")
  return {
    sentence: doc.getDescription().trim(),
    example: textsOf("example")[0]?.trim() ?? "",
    params: new Map(
      tags.filter(Node.isJSDocParameterTag).map((tag) => [tag.getName(), oneLine(tag.getCommentText() ?? "")] as const),
    ),
    returns: oneLine(textsOf("returns")[0] ?? ""),
    throws: tags.filter(Node.isJSDocThrowsTag).map((tag) => ({
      error: tag.getTypeExpression()?.getTypeNode().getText() ?? "",
      condition: oneLine(tag.getCommentText() ?? ""),
    })),
  }
}

function documentationOf(symbol: TsSymbol): string {
  const comments = symbol
    .getDeclarations()
    .flatMap((declaration) => (isDocable(declaration) ? [commentOf(declaration)] : []))
  return oneLine(comments.find(({ sentence }) => sentence)?.sentence ?? "")
}

function isDocable(node: Node): node is Node & JSDocableNode {
  return Node.isJSDocable(node)
}

function isSuperCall(node: Node): boolean {
  return Node.isCallExpression(node) && Node.isSuperExpression(node.getExpression())
}

/** What a type parameter extends. */
function boundOf(type: Type): string | undefined {
  const [declaration] = type.getSymbol()?.getDeclarations() ?? []
  return Node.isTypeParameterDeclaration(declaration) ? declaration.getConstraint()?.getText() : undefined
}

/** A destructured parameter is named `parameters`. */
function nameOf(parameter: string): string {
  return /^\{|^__\d+$/.test(parameter) ? "parameters" : parameter
}

/** The type as written. A type of the function's own namespace is resolved. */
function returnedBy(node: FunctionDeclaration): string {
  const written = node.getReturnTypeNode()?.getText()
  return written && !written.includes(".ReturnType") ? oneLine(written) : textOf(node.getReturnType(), node)
}

function awaited(type: Type): Type {
  return type.getSymbol()?.getName() === "Promise" ? (type.getTypeArguments()[0] ?? type) : type
}

/** A type as a program would write it; empty if that is too long to read. */
function textOf(type: Type, place: Node): string {
  const { NoTruncation, UseAliasDefinedOutsideCurrentScope } = ts.TypeFormatFlags
  const text = oneLine(type.getText(place, NoTruncation | UseAliasDefinedOutsideCurrentScope))
  const bare = text.replaceAll(/import\("[^"]*"\)\./g, "").replaceAll(HEXADECIMAL, "Hex")
  return bare.length > LONGEST_TYPE ? "" : bare
}

function constantText(node: VariableDeclaration): string {
  const value = oneLine(node.getInitializer()?.getText() ?? "").replace(/ as const$/, "")
  if (value.length <= LONGEST_VALUE) return value
  const type = textOf(node.getType(), node)
  return type.length <= LONGEST_VALUE ? type : ""
}

/** As in the source; of a union of literals that the source computes, its members. */
function declarationOf(node: TypeAliasDeclaration | InterfaceDeclaration): string {
  const type = node.getType()
  const members = type.isUnion() ? type.getUnionTypes() : []
  if (node.getTypeParameters().length === 0 && members.length > 0 && members.every((member) => member.isLiteral())) {
    const lines = members.map((member) => `\n  | ${member.getText(node)}`)
    return `type ${node.getName()} =${lines.join("")}`
  }
  return node.getText().replace(/^export (declare )?/, "")
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim()
}
