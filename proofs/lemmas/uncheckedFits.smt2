; Nothing that the unchecked blocks compute leaves 256 bits, and the minutes of an offer to settle stay below 65 535.
; Supports RentalMath.bondLocked, `(bond * (duration - billedSeconds)) / duration`; forfeitedDown, `stake * min(charged,
; EVIDENCE_WINDOW)`; settlingUntilUp, `(now - since + EVIDENCE_WINDOW + 59) / 1 minutes`; closesAt, `since + duration +
; challengeWindow`. costMonotone and shareBounded are about costDown and shareDown. Premises: the widths of the types, and a refund
; before the end of the arbitration window. q is the quotient of the minutes, r its remainder.
(declare-const bond Int)
(declare-const duration Int)
(declare-const billedSeconds Int)
(declare-const stake Int)
(declare-const charged Int)
(declare-const since Int)
(declare-const now Int)
(declare-const challengeWindow Int)
(declare-const q Int)
(declare-const r Int)
(define-fun limit () Int 115792089237316195423570985008687907853269984665640564039457584007913129639936)
(define-fun capped () Int (ite (< charged 86400) charged 86400))
(assert (and (<= 0 bond) (< bond 79228162514264337593543950336)))
(assert (and (<= 0 billedSeconds) (<= billedSeconds duration) (< duration 4294967296)))
(assert (and (<= 0 stake) (< stake 680564733841876926926749214863536422912) (<= 0 charged)))
(assert (and (<= 0 since) (< since 1099511627776) (<= since now) (< now (+ since 1209600))))
(assert (and (<= 0 challengeWindow) (< challengeWindow 4294967296)))
(assert (and (= (+ (- now since) 86400 59) (+ (* 60 q) r)) (<= 0 r) (< r 60)))
(assert (not (and
  (<= 0 (* bond (- duration billedSeconds))) (< (* bond (- duration billedSeconds)) limit)
  (<= 0 (* stake capped)) (< (* stake capped) limit)
  (<= 0 q) (< q 65535)
  (< (+ since duration challengeWindow) limit) (< (+ since 1209600) limit))))
(check-sat)
