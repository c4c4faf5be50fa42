; The compensation of an interruption is between 0 and the bond, and together with the locked part it equals the bond.
; Supports RentalMath.bondLocked: `bond - (bond * (duration - billedSeconds)) / duration`, and `fromBond = bond - bondLocked` in
; RentalEscrow._interruptRunning. q is the quotient, r the remainder.
(declare-const bond Int)
(declare-const duration Int)
(declare-const served Int)
(declare-const q Int)
(declare-const r Int)
(define-fun locked () Int (- bond q))
(define-fun compensation () Int (- bond locked))
(assert (and (>= bond 0) (> duration 0) (<= 0 served) (<= served duration)))
(assert (and (= (* bond (- duration served)) (+ (* duration q) r)) (<= 0 r) (< r duration)))
(assert (not (and (<= 0 locked) (<= locked bond) (<= 0 compensation) (<= compensation bond)
  (= (+ compensation locked) bond))))
(check-sat)
