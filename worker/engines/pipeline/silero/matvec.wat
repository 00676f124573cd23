;; A matrix times a vector, in 32-bit floats:
;;
;;   output[row] = Σ matrix[row · columns + n] · input[n]
;;
;; The three places count floats from the beginning of the memory, which the importer owns. Rows are done
;; two at a time and columns eight at a time, so that four sums grow side by side: one alone would wait for
;; itself. `rows` is even and `columns` a multiple of eight, and neither is zero.
(module
  (import "silero" "memory" (memory 1))
  (func (export "multiply")
    (param $matrix i32) (param $input i32) (param $output i32) (param $rows i32) (param $columns i32)
    (local $upper i32) (local $lower i32) (local $at i32) (local $end i32) (local $width i32)
    (local $x v128) (local $y v128)
    (local $upper0 v128) (local $upper1 v128) (local $lower0 v128) (local $lower1 v128)

    ;; From floats to bytes.
    (local.set $upper (i32.shl (local.get $matrix) (i32.const 2)))
    (local.set $input (i32.shl (local.get $input) (i32.const 2)))
    (local.set $output (i32.shl (local.get $output) (i32.const 2)))
    (local.set $width (i32.shl (local.get $columns) (i32.const 2)))
    (local.set $end (i32.add (local.get $input) (local.get $width)))

    (loop $twoRows
      (local.set $lower (i32.add (local.get $upper) (local.get $width)))
      (local.set $at (local.get $input))
      (local.set $upper0 (v128.const f32x4 0 0 0 0))
      (local.set $upper1 (v128.const f32x4 0 0 0 0))
      (local.set $lower0 (v128.const f32x4 0 0 0 0))
      (local.set $lower1 (v128.const f32x4 0 0 0 0))

      (loop $eightColumns
        (local.set $x (v128.load (local.get $at)))
        (local.set $y (v128.load offset=16 (local.get $at)))
        (local.set $upper0
          (f32x4.add (local.get $upper0) (f32x4.mul (local.get $x) (v128.load (local.get $upper)))))
        (local.set $upper1
          (f32x4.add (local.get $upper1) (f32x4.mul (local.get $y) (v128.load offset=16 (local.get $upper)))))
        (local.set $lower0
          (f32x4.add (local.get $lower0) (f32x4.mul (local.get $x) (v128.load (local.get $lower)))))
        (local.set $lower1
          (f32x4.add (local.get $lower1) (f32x4.mul (local.get $y) (v128.load offset=16 (local.get $lower)))))
        (local.set $upper (i32.add (local.get $upper) (i32.const 32)))
        (local.set $lower (i32.add (local.get $lower) (i32.const 32)))
        (local.set $at (i32.add (local.get $at) (i32.const 32)))
        (br_if $eightColumns (i32.lt_u (local.get $at) (local.get $end))))

      (f32.store (local.get $output)
        (call $sum (f32x4.add (local.get $upper0) (local.get $upper1))))
      (f32.store offset=4 (local.get $output)
        (call $sum (f32x4.add (local.get $lower0) (local.get $lower1))))
      (local.set $output (i32.add (local.get $output) (i32.const 8)))
      ;; The lower row ends where the next two begin.
      (local.set $upper (local.get $lower))
      (local.set $rows (i32.sub (local.get $rows) (i32.const 2)))
      (br_if $twoRows (i32.gt_s (local.get $rows) (i32.const 0)))))

  ;; The four numbers of a vector, added up.
  (func $sum (param $four v128) (result f32)
    (f32.add
      (f32.add (f32x4.extract_lane 0 (local.get $four)) (f32x4.extract_lane 1 (local.get $four)))
      (f32.add (f32x4.extract_lane 2 (local.get $four)) (f32x4.extract_lane 3 (local.get $four))))))
