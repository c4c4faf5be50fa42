// Ce qui peut mal se passer, en français.
import type { ErrorText, ErrorTexts } from "@gpuflow/escrow/describe"

const text = (title: string, sentence: string, action: string): ErrorText => ({ title, sentence, action })

const NEW_OFFER = "Demandez une nouvelle offre à l’hôte."
const SWITCH_ACCOUNT = "Choisissez ce compte dans votre portefeuille."
const REPORT = "Signalez-le à ceux qui font cette page."
const CANNOT_RENT = "Offre impossible à louer"
const WRONG_ACCOUNT = "Mauvais compte"
const ANOTHER_ADDRESS = "Choisissez une autre adresse."
const NEW_MANDATE = "Signez un nouveau mandat."
const OTHER_NODE = "Choisissez un autre nœud, ou réessayez plus tard."
const TO_NETWORK = "Passez votre portefeuille sur le réseau de la location."

export const french: ErrorTexts = {
  errors: {
    AccessNotOffered: text(
      "Pas d’accès à la machine",
      "La description de l’hôte ne dit pas comment entrer dans la machine.",
      "Demandez à l’hôte comment y accéder.",
    ),
    AccessRefused: text(
      "Accès refusé",
      "La machine ne vous laisse pas entrer[ : {reason, name}].",
      "Vérifiez le compte, la location et la clé, puis réessayez.",
    ),
    AccessRequestUnreadable: text(
      "Pas une demande d’accès",
      "Ce texte n’est pas une demande d’accès signée, ou il a été coupé.",
      "Signez une nouvelle demande.",
    ),
    AccountCannotSign: text(
      "Le compte ne peut pas signer",
      "Le code de votre compte ne vérifie pas de signatures.",
      "Payez directement, ou utilisez un autre compte.",
    ),
    AccountMissing: text(
      "Aucun compte",
      "Aucun compte n’est connecté.",
      "Connectez un portefeuille et choisissez un compte.",
    ),
    ArbitrationOver: text(
      "Trop tard pour trancher",
      "Le délai pour trancher le litige a pris fin[ le {deadline, time}].",
      "Réglez la location.",
    ),
    AuthorizationUnsupported: text(
      "Monnaie sans signature",
      "Cette monnaie ne connaît pas d’autorisations à signer.",
      "Signez avec Permit2, ou payez directement.",
    ),
    BatchFailed: text(
      "Le portefeuille n’a pas payé",
      "Le portefeuille n’a pas exécuté les transactions.",
      "Réessayez. Si cela échoue encore, utilisez un autre portefeuille.",
    ),
    BatchStalled: text(
      "Toujours en attente",
      "Le portefeuille ne signale aucun progrès des transactions.",
      "Attendez, ou regardez dans votre portefeuille. Ne les renvoyez pas avant.",
    ),
    Cancelled: text(
      "Arrêté",
      "Cela a été arrêté avant la fin.",
      "Réessayez. Si votre portefeuille vous avait déjà demandé, regardez-y d’abord.",
    ),
    ChallengeWindowOutOfBounds: text(
      CANNOT_RENT,
      "Le délai de litige de l’offre n’est pas permis[ : de {minimum, duration} à {maximum, duration}].",
      NEW_OFFER,
    ),
    ChallengeWindowOver: text(
      "Trop tard pour contester",
      "Le délai pour contester la location a pris fin[ le {deadline, time}].",
      "Réglez la location.",
    ),
    ContractNotFound: text(
      "Contrat introuvable",
      "Il n’y a pas de tel contrat à cette adresse sur ce réseau.",
      TO_NETWORK,
    ),
    DeploymentUnknown: text("Mauvais réseau", "Aucun séquestre n’est connu sur ce réseau.", TO_NETWORK),
    DepositNotFound: text("Données manquantes", "Le nœud n’a pas la trace d’un paiement antérieur.", OTHER_NODE),
    DoorAnswerInvalid: text(
      "Mauvaise réponse de la machine",
      "La réponse de la machine est inutilisable.",
      "Ne vous connectez pas. Demandez à l’hôte, ou contestez la location si cela dure.",
    ),
    DoorUnavailable: text(
      "La machine ne répond pas",
      "La machine ne répond pas.",
      "Réessayez plus tard. Si cela dure, arrêtez la location : le temps restant n’est pas facturé.",
    ),
    DuplicateOrder: text(
      "Commandée deux fois",
      "Une machine est commandée deux fois.",
      "Commandez chaque machine une fois.",
    ),
    DurationOutOfBounds: text(
      "Durée non proposée",
      "Cette durée n’est pas proposée[ : choisissez de {minimum, duration} à {maximum, duration}].",
      "Choisissez une autre durée.",
    ),
    EscrowNotFound: text(
      "Séquestre introuvable",
      "Il n’y a pas de séquestre à cette adresse sur ce réseau.",
      TO_NETWORK,
    ),
    EventNotFound: text("Résultat inattendu", "La transaction n’a pas fait ce qui était prévu.", REPORT),
    EvidenceWindowOpen: text(
      "Trop tôt pour trancher",
      "Des preuves peuvent encore être déposées[ jusqu’au {until, time}].",
      "Tranchez le litige ensuite.",
    ),
    ExtendBeforeTooShort: text(
      "Prolongation jamais possible",
      "Aucune prolongation ne serait possible[ : elle doit commencer au moins {minimum, duration} avant la fin].",
      "Laissez les prolongations commencer plus tôt.",
    ),
    FailedCall: text("Paiement refusé", "Le destinataire n’accepte pas la monnaie du réseau.", ANOTHER_ADDRESS),
    FeeAboveMaximum: text(
      "Les frais ont changé",
      "Les frais de la plateforme[ de {feeBps, percent}] dépassent ce que l’offre accepte[, {maxFeeBps, percent}].",
      NEW_OFFER,
    ),
    FeeOutOfBounds: text(
      "Frais non permis",
      "Ces frais ne sont pas permis[ : choisissez de {minimum, percent} à {maximum, percent}].",
      "Choisissez d’autres frais.",
    ),
    FeeTooLow: text(
      "Frais trop bas",
      "Les frais[ de {relayFee, amount}] ne paient pas la transaction[ : il faut au moins {minimum, amount}].",
      "Signez de nouveau avec des frais plus élevés.",
    ),
    ForeignContract: text(
      "Mauvais contrat",
      "Ce contrat n’est pas celui qui était attendu.",
      `Ne signez pas. ${REPORT}`,
    ),
    ForeignDocument: text(
      "Autre description",
      "Ce n’est pas la description que l’hôte a signée pour la location.",
      "Redemandez la description à un tableau ou à l’hôte.",
    ),
    ForeignHostKey: text(
      "Autre machine",
      "La réponse nomme une autre machine que celle pour laquelle l’hôte a signé.",
      "Ne vous connectez pas. Demandez à l’hôte, ou contestez la location si cela dure.",
    ),
    ForeignPayer: text(
      "Autre compte",
      "L’achat a été préparé pour un autre compte[, {payer, account}].",
      "Choisissez ce compte dans votre portefeuille, ou recommencez.",
    ),
    ForeignPlan: text(
      "Le compte a changé",
      "Le paiement a été préparé pour un autre compte[, {payer, account}].",
      "Choisissez ce compte dans votre portefeuille, ou recommencez.",
    ),
    ForeignRenter: text(
      "Autre compte",
      "Le mandat est pour un autre compte[, {renter, account}].",
      "Choisissez le compte du locataire.",
    ),
    ForeignSigner: text(
      WRONG_ACCOUNT,
      "Ce compte ne signe pas les offres de l’hôte[ : c’est {signer, account}].",
      SWITCH_ACCOUNT,
    ),
    FullyExtended: text(
      "Durée maximale atteinte",
      "La location dure aussi longtemps que l’hôte le permet[, {maxDuration, duration}].",
      "Louez de nouveau quand elle prend fin.",
    ),
    InsufficientAllowance: text(
      "Permission manquante",
      "Le séquestre ne peut pas encore prendre le montant[ de {required, amount}] sur votre compte.",
      "Réessayez, et confirmez la permission dans votre portefeuille.",
    ),
    InsufficientBalance: text(
      "Pas assez d’argent",
      "Votre compte n’a pas assez[ : il a {balance, amount}, il faut {required, amount}].",
      "Ajoutez de l’argent à votre compte, puis réessayez.",
    ),
    InsufficientBond: text(
      "La caution de l’hôte est trop basse",
      "La caution libre de l’hôte ne couvre pas cette location[ : il faut {required, amount}].",
      "Choisissez moins longtemps ou une autre machine. Si vous êtes l’hôte, ajoutez à votre caution.",
    ),
    InsufficientCoins: text(
      "Pas de quoi payer les frais de réseau",
      "Votre compte a trop peu de la monnaie du réseau pour cette transaction[ : il faut au moins {required, coin}].",
      "Ajoutez de la monnaie du réseau à votre compte, puis réessayez.",
    ),
    InsufficientGas: text(
      "Trop peu de gaz",
      "La transaction avait trop peu de gaz pour payer tout le monde.",
      "Réessayez avec le gaz que propose votre portefeuille.",
    ),
    InsufficientMandateAllowance: text(
      "Permission trop petite",
      "La prolongation automatique ne peut pas prendre assez sur votre compte[ : il faut {required, amount}].",
      "Permettez au contrat de mandat de le prendre.",
    ),
    InsufficientPermit2Allowance: text(
      "Permission trop petite",
      "Permit2 ne peut pas prendre assez sur votre compte[ : il faut {required, amount}].",
      "Permettez à Permit2 de le prendre, ou payez directement.",
    ),
    InsufficientRenterBalance: text(
      "Solde trop bas",
      "Votre compte n’a pas assez pour la prochaine prolongation[ : il faut {required, amount}].",
      "Ajoutez de l’argent à votre compte.",
    ),
    InvalidArbiter: text(CANNOT_RENT, "L’arbitre de l’offre manque, ou est une des parties.", NEW_OFFER),
    InvalidDocument: text(
      "Description non valable",
      "La description de la machine n’est pas valable.",
      "Corrigez les champs que l’erreur nomme.",
    ),
    InvalidHost: text(CANNOT_RENT, "L’offre ne nomme pas son hôte.", NEW_OFFER),
    InvalidInput: text(
      "Valeur non valable",
      "Une valeur n’est pas valable[ : {field, name}][ ({expected, text})].",
      "Corrigez-la, puis réessayez.",
    ),
    InvalidMandateSignature: text("Mandat non signé", "Le locataire n’a pas signé ce mandat.", NEW_MANDATE),
    InvalidOffer: text(
      CANNOT_RENT,
      "Cette offre ne pourra jamais être louée[, à cause de : {field, name}].",
      NEW_OFFER,
    ),
    InvalidOperator: text(CANNOT_RENT, "L’opérateur de l’offre est son locataire ou son arbitre.", NEW_OFFER),
    InvalidPayee: text(CANNOT_RENT, "L’offre paierait une adresse qui ne peut pas être payée.", NEW_OFFER),
    InvalidPurchaseSignature: text(
      "La signature ne convient pas",
      "Ce qui a été signé n’est pas ce qui serait payé.",
      "Signez l’achat de nouveau.",
    ),
    InvalidReceiver: text("Adresse non permise", "L’argent ne peut pas être envoyé à cette adresse.", ANOTHER_ADDRESS),
    InvalidRenter: text(
      "Locataire non permis",
      "Ce compte ne peut pas être le locataire.",
      "Choisissez un autre compte.",
    ),
    InvalidShortString: text("Erreur interne", "Le nom du contrat est trop long.", REPORT),
    InvalidSignature: text(
      "Offre non signée",
      "L’hôte n’a pas signé cette offre pour ce séquestre et ce réseau.",
      NEW_OFFER,
    ),
    InvalidSshKey: text(
      "Pas une clé SSH",
      "Ce n’est pas une clé SSH publique que les machines acceptent.",
      "Donnez l’unique ligne d’un fichier comme id_ed25519.pub.",
    ),
    InvalidToken: text(
      "Monnaie non acceptée",
      "Le séquestre n’accepte pas cette monnaie.",
      "Choisissez une autre monnaie.",
    ),
    InvalidTreasury: text("Adresse non permise", "La trésorerie ne peut pas être cette adresse.", ANOTHER_ADDRESS),
    MachineBusy: text(
      "La machine est prise",
      "La machine est louée[ jusqu’au {busyUntil, time}].",
      "Choisissez une autre machine, ou réessayez plus tard.",
    ),
    MandateExhausted: text(
      "Le total est épuisé",
      "La prochaine prolongation coûte plus que ce qui reste du mandat[ : {left, amount}].",
      "Signez un nouveau mandat avec un total plus élevé.",
    ),
    MandateExpired: text(
      "Le mandat a pris fin",
      "Le mandat prend fin[ le {expiry, time}], avant de pouvoir resservir.",
      NEW_MANDATE,
    ),
    MandateSignatureRefused: text(
      "Signature refusée",
      "Votre compte n’accepte pas la signature du mandat.",
      "Signez avec un propriétaire du compte.",
    ),
    MandateTooSmall: text(
      "Total trop petit",
      "Le mandat ne paie pas ce temps[ : il faut {required, amount}].",
      "Augmentez le total, ou choisissez moins de temps.",
    ),
    MandateUnreadable: text("Pas un mandat", "Ce texte n’est pas un mandat signé.", NEW_MANDATE),
    MarketNotOpen: text(
      "Monnaie fermée pour l’instant",
      "Le séquestre n’accepte pas de nouveaux paiements dans cette monnaie. Les locations en cours ne sont pas concernées.",
      "Choisissez une offre dans une autre monnaie.",
    ),
    MaxDurationTooLong: text(
      CANNOT_RENT,
      "La durée maximale de l’offre est trop longue[ : {maximum, duration} au plus].",
      NEW_OFFER,
    ),
    MinDurationZero: text(CANNOT_RENT, "La durée minimale de l’offre est zéro.", NEW_OFFER),
    MixedTokens: text(
      "Monnaies différentes",
      "Les offres se paient dans des monnaies différentes.",
      "Payez les locations de chaque monnaie à part.",
    ),
    NativeCoin: text(
      "Pas avec cette monnaie",
      "Un paiement dans la monnaie du réseau ne peut pas se signer.",
      "Payez directement, ou choisissez une offre dans une autre monnaie.",
    ),
    NoFees: text(
      "Rien à encaisser",
      "Il n’y a pas de frais à encaisser dans cette monnaie.",
      "Attendez qu’une location en ait payé.",
    ),
    NotAccount: text(
      WRONG_ACCOUNT,
      "Seul le propriétaire d’un crédit peut l’envoyer à une autre adresse.",
      "Envoyez-le à l’adresse du propriétaire.",
    ),
    NotArbiter: text(
      WRONG_ACCOUNT,
      "Seul l’arbitre de la location[ {arbiter, account}] peut faire cela.",
      SWITCH_ACCOUNT,
    ),
    NotContract: text("Contrat introuvable", "Il n’y a pas de contrat à cette adresse.", "Vérifiez l’adresse."),
    NotDue: text("Trop tôt", "Rien n’est dû encore[ : ce sera le {dueAt, time}].", "Réessayez ensuite."),
    NotGuardian: text(
      WRONG_ACCOUNT,
      "Seul le gardien du séquestre[ {guardian, account}] peut faire cela.",
      SWITCH_ACCOUNT,
    ),
    NotHost: text(WRONG_ACCOUNT, "Seul l’hôte de la location[ {host, account}] peut faire cela.", SWITCH_ACCOUNT),
    NotHostOrOperator: text(
      WRONG_ACCOUNT,
      "Seuls l’hôte de la location ou son opérateur peuvent faire cela.",
      "Choisissez un de ces comptes dans votre portefeuille.",
    ),
    NotParty: text(
      WRONG_ACCOUNT,
      "Seuls le locataire, l’hôte ou l’opérateur de la location peuvent faire cela.",
      "Choisissez un de ces comptes dans votre portefeuille.",
    ),
    NotRelayer: text(
      "Un autre expéditeur a été choisi",
      "Le payeur a choisi un autre compte pour envoyer cet achat[, {relayer, account}].",
      "Laissez ce compte l’envoyer, ou signez de nouveau.",
    ),
    NotRentalsRenter: text(
      "Autre locataire",
      "Le mandat n’est pas pour le locataire de cette location.",
      "Signez avec le compte du locataire.",
    ),
    NotRenter: text(WRONG_ACCOUNT, "Seul le locataire[ {renter, account}] peut faire cela.", SWITCH_ACCOUNT),
    NotSelf: text("Erreur interne", "Seul le séquestre lui-même peut faire cela.", REPORT),
    NotSettled: text(
      "Monnaie inutilisable",
      "La monnaie a déplacé d’autres montants que ceux demandés.",
      "Payez directement, ou choisissez une offre dans une autre monnaie.",
    ),
    NothingAtRisk: text(
      "Rien à contester",
      "Il ne reste à contester ni prix ni caution de la location.",
      "Arrêtez ou réglez la location.",
    ),
    NothingCredited: text(
      "Rien à retirer",
      "Ce compte n’a pas de crédit dans cette monnaie.",
      "Il n’y a rien à faire : les paiements arrivés ne demandent pas de retrait.",
    ),
    OfferExpired: text("L’offre a expiré", "L’offre a expiré[ le {expiry, time}].", NEW_OFFER),
    OfferUnreadable: text(
      "Pas une offre",
      "Ce texte ou ce lien n’est pas une offre signée, ou il a été coupé.",
      "Copiez-le de nouveau, ou demandez une nouvelle offre à l’hôte.",
    ),
    OrderCountOutOfBounds: text(
      "Trop de locations, ou aucune",
      "Un achat compte[ de {minimum, text} à {maximum, text}] locations.",
      "Divisez l’achat, ou choisissez une location.",
    ),
    OrderRefused: text(
      "Une location ne peut pas être payée",
      "Une des locations ne peut pas être payée, donc aucune ne l’est.",
      "Retirez cette location, ou choisissez une autre machine.",
    ),
    OwnableInvalidOwner: text(
      "Adresse non permise",
      "Le propriétaire ne peut pas être cette adresse.",
      ANOTHER_ADDRESS,
    ),
    OwnableUnauthorizedAccount: text(
      WRONG_ACCOUNT,
      "Seul le propriétaire du séquestre peut faire cela.",
      SWITCH_ACCOUNT,
    ),
    PaymentRefused: text(
      "Paiement refusé",
      "La monnaie a refusé le paiement signé.",
      "Vérifiez votre solde, puis signez de nouveau.",
    ),
    PermitMissing: text(
      "Permission trop petite",
      "Permit2 ne peut pas encore prendre la monnaie.",
      "Signez une permission pour Permit2.",
    ),
    PermitUnsupported: text(
      "Pas de permission signée",
      "La monnaie n’accepte pas de permissions signées.",
      "Autorisez le paiement par une transaction.",
    ),
    PlanPartMissing: text(
      "Plan incomplet",
      "La page a perdu une partie du plan[ : {part, text}]. Rien n’a été signé ni envoyé.",
      "Recommencez.",
    ),
    PriceFeed: text(
      "Pas de cours",
      "Le cours de cette monnaie est inutilisable pour l’instant.",
      "Réessayez plus tard, ou payez un prix dans la monnaie.",
    ),
    PriceUnknown: text("Pas de cours", "Aucun cours de cette monnaie n’est connu.", "Payez un prix dans la monnaie."),
    ProviderMissing: text("Erreur interne", "Le compte n’est relié à aucun nœud.", REPORT),
    PurchaseChanged: text("L’achat a changé", "L’achat a été changé après sa préparation.", "Recommencez."),
    PurchaseExpired: text(
      "La signature a expiré",
      "L’achat pouvait être envoyé[ jusqu’au {validBefore, time}].",
      "Signez de nouveau.",
    ),
    PurchaseUnreadable: text("Pas un achat", "Ce texte n’est pas un achat signé.", "Signez de nouveau."),
    PurchaseUsed: text(
      "Déjà payé",
      "Cet achat a déjà été payé, ou annulé.",
      "Regardez vos locations avant de signer de nouveau.",
    ),
    QuoteExceeded: text(
      "Le prix a changé",
      "L’offre coûte plus que ce qui était indiqué.",
      "Regardez le nouveau prix, puis confirmez de nouveau.",
    ),
    QuoteExpired: text("Le cours a expiré", "Le cours est trop ancien.", "Demandez un nouveau prix."),
    ReadFailed: text(
      "Le réseau ne répond pas",
      "La connexion au réseau échoue sans cesse.",
      "Vérifiez votre connexion, et regardez votre location avant de payer de nouveau.",
    ),
    ReentrancyGuardReentrantCall: text("Erreur interne", "Le séquestre a été appelé pendant son propre appel.", REPORT),
    RefundOutOfBounds: text(
      "Remboursement impossible",
      "Ce temps ne peut pas être remboursé[ : {maximum, duration} au plus en tout].",
      "Choisissez un autre temps.",
    ),
    RentalExists: text(
      "Déjà payée",
      "Cette location est déjà payée.",
      "Ouvrez la location. Pour louer encore, commencez une nouvelle commande.",
    ),
    RentalNotFound: text(
      "Location introuvable",
      "Il n’y a pas de location avec ce numéro sur ce réseau.",
      "Vérifiez le lien, et le réseau de votre portefeuille.",
    ),
    RentalOver: text(
      "La location est terminée",
      "Le temps loué a pris fin[ le {end, time}].",
      "Réglez la location quand son délai de litige sera passé.",
    ),
    ReorgTooDeep: text(
      "Le réseau a changé son histoire",
      "Plus de blocs ont été remplacés que l’on n’en retient.",
      "Rechargez la page.",
    ),
    RiskyTerms: text(
      "Conditions inhabituelles",
      "L’offre a une condition qui peut vous coûter de l’argent[ : {term, name}].",
      "N’acceptez les conditions que si vous êtes d’accord.",
    ),
    SafeERC20FailedOperation: text(
      "Paiement refusé",
      "La monnaie a refusé le virement.",
      "Choisissez un autre destinataire, ou consultez les règles de la monnaie.",
    ),
    SaltRevoked: text("Mandat révoqué", "Ce mandat a été révoqué.", NEW_MANDATE),
    ServerAnswerInvalid: text(
      "Le serveur se trompe",
      "La réponse du serveur n’est pas valable.",
      "Choisissez un autre serveur.",
    ),
    ServerBehind: text(
      "Le serveur est en retard",
      "Le serveur n’a pas encore lu la chaîne jusque-là.",
      "Réessayez plus tard.",
    ),
    ServerMismatch: text(
      "Le serveur se trompe",
      "Le serveur dit autre chose que le contrat.",
      "Choisissez un autre serveur.",
    ),
    ServerRefused: text("Le serveur a refusé", "Le serveur a refusé la demande.", "Choisissez un autre serveur."),
    ServerUnavailable: text("Le serveur ne répond pas", "Le serveur ne répond pas.", "Réessayez plus tard."),
    SettlementDue: text("Déjà dû", "La location est à régler[ depuis le {dueAt, time}].", "Réglez la location."),
    ShareOutOfBounds: text("Part non permise", "La part dépasse le tout.", "Choisissez une part de rien à tout."),
    ShorterRentalExists: text(
      "Payée pour moins longtemps",
      "Cette location est déjà payée[, pour {paidDuration, duration} au lieu de {duration, duration}].",
      "Ouvrez la location, et prolongez-la pendant qu’elle court. Pour louer encore, commencez une nouvelle commande.",
    ),
    SimulationRefused: text(
      "Le paiement échouerait",
      "L’achat échouerait.",
      "Signez de nouveau plus tard, ou payez directement.",
    ),
    StartWindowOver: text(
      "Trop tard pour commencer",
      "Le délai pour commencer la location a pris fin[ le {deadline, time}].",
      "Réglez la location. Le locataire récupère son argent.",
    ),
    StartWindowTooLong: text(
      CANNOT_RENT,
      "L’offre laisse à l’hôte trop de temps pour commencer[ : {maximum, duration} au plus].",
      NEW_OFFER,
    ),
    StringTooLong: text("Erreur interne", "Le nom du contrat est trop long.", REPORT),
    TermsMismatch: text(
      "Nœud peu fiable",
      "Le nœud a rendu les conditions d’une autre location.",
      "Choisissez un autre nœud.",
    ),
    TermsNotFound: text("Données manquantes", "Le nœud n’a pas les conditions de cette location.", OTHER_NODE),
    TipAboveMaximum: text(
      "Pourboire trop élevé",
      "Le pourboire dépasse ce que permet le mandat[, {maxTip, amount}].",
      "Demandez un pourboire plus bas.",
    ),
    TokenMismatch: text(
      "Monnaie inattendue",
      "La monnaie à cette adresse n’est pas celle qui est connue.",
      "Vérifiez le réseau de votre portefeuille, et la monnaie.",
    ),
    TokenNotRelayed: text(
      "Frais dans une autre monnaie",
      "Le relais ne prend pas ses frais dans cette monnaie.",
      "Utilisez un autre relais, ou payez directement.",
    ),
    TokenUnknown: text("Monnaie inconnue", "Cette monnaie n’est pas connue.", "Choisissez une autre monnaie."),
    TokenUnprobed: text("Erreur interne", "La monnaie n’a pas été vérifiée avant usage.", REPORT),
    TooEarly: text(
      "Trop tôt pour prolonger",
      "La location peut être prolongée[ à partir du {dueAt, time}].",
      "Réessayez ensuite.",
    ),
    TooMuch: text(
      "Le montant a changé",
      "Entre-temps, plus serait payé que ce que vous avez permis. Rien n’a été fait.",
      "Regardez le nouveau montant, puis confirmez de nouveau.",
    ),
    TransactionDropped: text(
      "Transaction perdue",
      "Le réseau ne connaît plus la transaction.",
      "Regardez dans votre portefeuille si elle a été annulée, puis réessayez.",
    ),
    TransactionRefused: text("Non envoyée", "Le réseau n’a pas pris la transaction. Rien n’a été payé.", "Réessayez."),
    TransactionReplaced: text(
      "Remplacée dans le portefeuille",
      "Une autre transaction de votre compte l’a remplacée.",
      "Regardez dans votre portefeuille ce qui a été envoyé à la place.",
    ),
    TransactionReverted: text(
      "La location a changé",
      "La transaction a échoué, car quelque chose avait changé. Seuls les frais de réseau ont été payés.",
      "Regardez la location, puis réessayez.",
    ),
    TransactionStalled: text(
      "Toujours en attente",
      "La transaction a été envoyée mais n’avance pas.",
      "Attendez, ou regardez dans votre portefeuille. Ne la renvoyez pas avant.",
    ),
    TransferRefused: text(
      "Paiement refusé",
      "La monnaie a refusé le virement, bien qu’il y en ait assez.",
      "Consultez les règles de la monnaie, ou payez d’un autre compte.",
    ),
    UndeployedPayer: text(
      "Compte non déployé",
      "Votre compte n’a pas encore de code ; sa signature ne peut pas être vérifiée.",
      "Déployez d’abord votre compte.",
    ),
    UndeployedRenter: text(
      "Compte non déployé",
      "Votre compte n’a pas encore de code ; sa signature ne peut pas être vérifiée.",
      "Déployez d’abord votre compte.",
    ),
    UnequalLengths: text("Achat incomplet", "Il manque à une location sa durée ou sa signature.", REPORT),
    UnusableSignature: text(
      "Signature inutilisable",
      "Le séquestre n’accepte pas la signature du portefeuille.",
      "Choisissez ce compte et ce réseau dans le portefeuille, ou utilisez un autre portefeuille.",
    ),
    ValueTooSmall: text(
      "Signé pour trop peu",
      "La valeur signée[ de {value, amount}] ne couvre pas le prix et les frais.",
      "Signez de nouveau au prix actuel.",
    ),
    WalletUnanswered: text(
      "Le portefeuille n’a pas répondu",
      "L’attente du portefeuille a été arrêtée.",
      "Regardez si votre portefeuille demande encore, puis réessayez.",
    ),
    WrongAmountReceived: text(
      "Monnaie inadaptée",
      "La monnaie livre un autre montant que celui envoyé.",
      "Choisissez une monnaie sans frais de virement.",
    ),
    WrongArbiter: text("Les conditions ont changé", "L’offre nomme un autre arbitre que celui du marché.", NEW_OFFER),
    WrongBalance: text(
      "Monnaie inutilisable",
      "La monnaie a déplacé d’autres montants que ceux demandés.",
      "Prolongez la location directement.",
    ),
    WrongChain: text(
      "Mauvais réseau",
      "Votre portefeuille est sur un autre réseau.",
      "Changez de réseau dans votre portefeuille, puis réessayez.",
    ),
    WrongCursor: text(
      "Données d’un autre réseau",
      "Ce qui était gardé appartient à un autre réseau ou séquestre.",
      "Rechargez la page.",
    ),
    WrongEpoch: text("L’offre a été retirée", "L’hôte a retiré toutes ses offres antérieures.", NEW_OFFER),
    WrongMandateEpoch: text("Mandat révoqué", "Tous les mandats de cette époque ont été révoqués.", NEW_MANDATE),
    WrongNonce: text("L’offre a été retirée", "L’hôte a retiré l’offre, ou la machine a été louée depuis.", NEW_OFFER),
    WrongRental: text(
      "Autre location",
      "Le mandat est pour une autre location.",
      "Choisissez la location qu’il nomme.",
    ),
    WrongRenter: text(
      "Offre pour un autre locataire",
      "L’offre est pour un autre compte[, {expected, account}].",
      "Choisissez ce compte dans votre portefeuille, ou demandez une nouvelle offre à l’hôte.",
    ),
    WrongStatus: text(
      "La location a changé",
      "L’état de la location ne permet plus cela.",
      "Regardez la location, puis décidez de nouveau.",
    ),
    WrongValue: text(
      "Le montant a changé",
      "Un autre montant[, {expected, coin} de la monnaie du réseau,] est dû à présent.",
      "Réessayez.",
    ),
    ZeroAmount: text("Montant nul", "Le montant est nul.", "Choisissez un montant plus élevé ou plus de temps."),
    ZeroStep: text(
      "Prolongation de rien",
      "Le mandat prolongerait la location de rien.",
      "Choisissez la durée d’une prolongation.",
    ),
  },
  failures: {
    rejected: text(
      "Non confirmé",
      "Vous n’avez pas confirmé dans votre portefeuille. Rien n’a été payé.",
      "Réessayez si vous voulez continuer.",
    ),
    aborted: text(
      "Arrêté",
      "Cela a été arrêté avant la fin.",
      "Réessayez. Si votre portefeuille vous avait déjà demandé, regardez-y d’abord.",
    ),
    pending: text(
      "Le portefeuille attend",
      "Votre portefeuille a déjà une question ouverte.",
      "Ouvrez-le et répondez, puis réessayez.",
    ),
    balance: text(
      "Pas assez d’argent",
      "Votre compte n’a pas assez de cette monnaie, ou n’a pas permis le paiement.",
      "Ajoutez de l’argent à votre compte, puis réessayez.",
    ),
    coins: text(
      "Pas de quoi payer les frais de réseau",
      "Votre compte a trop peu de la monnaie du réseau pour cette transaction.",
      "Ajoutez de la monnaie du réseau à votre compte, puis réessayez.",
    ),
    fees: text(
      "Frais de réseau refusés",
      "Le réseau n’accepte pas les frais de cette transaction.",
      "Réessayez avec les frais que propose votre portefeuille.",
    ),
    nonce: text(
      "Une autre transaction est en cours",
      "Une autre transaction de votre compte est en cours.",
      "Attendez qu’elle soit terminée, puis réessayez.",
    ),
    network: text(
      "Pas de connexion",
      "Le réseau ne répond pas.",
      "Vérifiez votre connexion, puis réessayez. Si votre portefeuille vous avait déjà demandé, regardez-y d’abord.",
    ),
    rate: text(
      "Trop de demandes",
      "Le nœud n’accepte plus de demandes pour l’instant.",
      "Attendez une minute, puis réessayez.",
    ),
    chain: text(
      "Mauvais réseau",
      "Votre portefeuille est sur un autre réseau, ou ne connaît pas celui-ci.",
      "Changez de réseau dans votre portefeuille, puis réessayez.",
    ),
    unsupported: text(
      "Le portefeuille ne sait pas faire cela",
      "Votre portefeuille ne permet pas ce qu’il faut.",
      "Mettez-le à jour, ou utilisez-en un autre.",
    ),
    notConnected: text(
      "Portefeuille non connecté",
      "Votre portefeuille est verrouillé, ou n’est pas connecté à cette page.",
      "Connectez-le, puis réessayez.",
    ),
    reverted: text(
      "Impossible pour l’instant",
      "Le contrat refuse cela pour l’instant.",
      "Regardez la location, puis réessayez.",
    ),
    unknown: text(
      "Cela n’a pas marché",
      "Une erreur inattendue s’est produite.",
      `Réessayez. Si cela se reproduit, signalez-le à ceux qui font cette page.`,
    ),
  },
  names: {
    host: "hôte",
    payee: "bénéficiaire",
    operator: "opérateur",
    renter: "locataire",
    token: "monnaie",
    arbiter: "arbitre",
    pricePerHour: "prix par heure",
    bond: "caution",
    minDuration: "durée minimale",
    maxDuration: "durée maximale",
    startWindow: "délai pour commencer",
    challengeWindow: "délai de litige",
    nonce: "numéro",
    epoch: "génération",
    expiry: "expiration",
    maxFeeBps: "frais maximaux",
    rolling: "mode de facturation",
    machine: "machine",
    spec: "description de la machine",
    duration: "durée",
    hostSignature: "signature",
    commitment: "une durée minimale qui est facturée dans tous les cas",
    payer: "le paiement appartient à un autre compte",
    amount: "montant",
    evidenceURI: "lien vers les preuves",
    salt: "numéro de commande",
    NotTheRenter: "un autre compte l’a louée",
    RentalNotLive: "la location a pris fin",
    RentalUnknown: "elle ne connaît pas la location",
    NotReady: "elle n’est pas encore prête",
    InvalidKey: "elle n’accepte pas cette clé",
    RequestExpired: "la demande a expiré",
    RequestReplayed: "la demande a déjà servi",
    TooManyRequests: "elle reçoit trop de demandes",
    MachineFailed: "elle n’a pas pu prendre la clé",
    ChainUnavailable: "elle ne peut pas lire la chaîne en ce moment",
  },
}
