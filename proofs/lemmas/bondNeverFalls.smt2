; An extension never lowers the bond of a rental, so what it raises the bond by is never negative.
; Supports RentalMath.bondOf: `min(offer.bond, MAX_BOND_MULTIPLE * costDown(pricePerHour, duration))`, and `raise = bondOf(offer,
; duration) - bondBefore` in RentalEscrow.extend. q is the cost, r its remainder.
(declare-const bond Int)
(declare-const price Int)
(declare-const s1 Int)
(declare-const s2 Int)
(declare-const q1 Int)
(declare-const r1 Int)
(declare-const q2 Int)
(declare-const r2 Int)
(define-fun bondOf ((cost Int)) Int (ite (< bond (* 20 cost)) bond (* 20 cost)))
(assert (and (>= bond 0) (>= price 0) (<= 0 s1) (<= s1 s2)))
(assert (and (= (* price s1) (+ (* 3600 q1) r1)) (<= 0 r1) (< r1 3600)))
(assert (and (= (* price s2) (+ (* 3600 q2) r2)) (<= 0 r2) (< r2 3600)))
(assert (not (<= (bondOf q1) (bondOf q2))))
(check-sat)
