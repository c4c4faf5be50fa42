; The stake is at most a twentieth of the amount at risk, and a ruling splits it into two parts that sum to it.
; Supports RentalMath.stakeDown (500 basis points) and Disputes._rule: `stakeToRenter = stake - stakeToHost`. q is a quotient, r
; its remainder.
(declare-const atRisk Int)
(declare-const hostBps Int)
(declare-const stake Int)
(declare-const r Int)
(declare-const toHost Int)
(declare-const r1 Int)
(define-fun toRenter () Int (- stake toHost))
(assert (and (>= atRisk 0) (<= 0 hostBps) (<= hostBps 10000)))
(assert (and (= (* atRisk 500) (+ (* 10000 stake) r)) (<= 0 r) (< r 10000)))
(assert (and (= (* stake hostBps) (+ (* 10000 toHost) r1)) (<= 0 r1) (< r1 10000)))
(assert (not (and (<= 0 stake) (<= (* 20 stake) atRisk) (<= 0 toHost) (<= 0 toRenter) (= (+ toHost toRenter) stake))))
(check-sat)
