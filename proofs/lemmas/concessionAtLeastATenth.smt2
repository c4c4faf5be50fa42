; While conceding is not free, it costs at least a tenth of the stake, rounded down.
; Supports RentalMath.forfeitedDown: `(stake * min(charged, EVIDENCE_WINDOW)) / EVIDENCE_WINDOW`, and `charged = waited +
; CONCESSION_FLOOR` in Disputes._concede. q is the quotient, r its remainder; t and rt are those of the tenth.
(declare-const stake Int)
(declare-const waited Int)
(declare-const q Int)
(declare-const r Int)
(declare-const t Int)
(declare-const rt Int)
(define-fun charged () Int (ite (< (+ waited 8640) 86400) (+ waited 8640) 86400))
(assert (and (>= stake 0) (>= waited 0)))
(assert (and (= (* stake charged) (+ (* 86400 q) r)) (<= 0 r) (< r 86400)))
(assert (and (= stake (+ (* 10 t) rt)) (<= 0 rt) (< rt 10)))
(assert (not (<= t q)))
(check-sat)
