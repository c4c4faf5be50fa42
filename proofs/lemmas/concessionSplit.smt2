; What a renter forfeits and what it keeps are each within [0, stake] and sum to the stake; what it forfeits never falls with time.
; Supports RentalMath.forfeitedDown: `(stake * min(charged, EVIDENCE_WINDOW)) / EVIDENCE_WINDOW`, and `stake - forfeited` in
; Rentals._closeUnruled. q is a quotient, r its remainder; c1 and c2 are two times that are charged, capped at the window.
(declare-const stake Int)
(declare-const c1 Int)
(declare-const c2 Int)
(declare-const q1 Int)
(declare-const r1 Int)
(declare-const q2 Int)
(declare-const r2 Int)
(define-fun kept () Int (- stake q1))
(assert (and (>= stake 0) (<= 0 c1) (<= c1 c2) (<= c2 86400)))
(assert (and (= (* stake c1) (+ (* 86400 q1) r1)) (<= 0 r1) (< r1 86400)))
(assert (and (= (* stake c2) (+ (* 86400 q2) r2)) (<= 0 r2) (< r2 86400)))
(assert (not (and (<= 0 q1) (<= q1 stake) (<= 0 kept) (<= kept stake) (= (+ q1 kept) stake) (<= q1 q2))))
(check-sat)
