; False: whoever locks a bond by a dispute loses at least a hundredth of it.
; A canary, which the solver must refute: a tenth of a twentieth is less.
(declare-const bond Int)
(declare-const stake Int)
(declare-const r1 Int)
(declare-const lost Int)
(declare-const r2 Int)
(assert (>= bond 0))
(assert (and (= (* bond 500) (+ (* 10000 stake) r1)) (<= 0 r1) (< r1 10000)))
(assert (and (= stake (+ (* 10 lost) r2)) (<= 0 r2) (< r2 10)))
(assert (not (>= (* 100 (+ lost 2)) bond)))
(check-sat)
