/// The motion filter in metres: what stands out of the way's last cells at the width of a coil's answer.
///
/// Formula: F = Σ t[k] e[k] / Σ t − mean of e over |k| ≥ g, for cells k = −R … R about the one it stands
/// at, with the triangle t[k] = W − |k| for |k| < W. A slope and an offset cancel exactly. With cells of
/// 20 mm, W = 8 and R = 20 a bump of the coil's own width passes and what is wider than 0.8 m does not.
/// Unit: that of its cells. Latency: R cells.
package enum MotionFilter {
  /// Half the width of the triangle, cells.
  package static let triangle = 8
  /// Half the whole width, cells.
  package static let reach = 20
  /// Cells nearer than this are not background.
  package static let inner = 7

  /// What the filter gives for the cell `reach` back from the newest of `cells`.
  package static func response(_ cells: inout CellRing) -> BandVector {
    var near = BandVector()
    var far = BandVector()
    let centre = cells.count - 1 - Int64(reach)
    for k in -reach...reach {
      let mean = cells.mean(at: centre + Int64(k))
      let weight = triangle - abs(k)
      if weight > 0 { near = near + mean.scaled(by: Int64(weight)) }
      if abs(k) >= inner { far = far + mean }
    }
    // Σ t = W²; the background has 2 (R − g + 1) cells.
    return
      (near.divided(by: Int64(triangle * triangle))
      - far.divided(by: Int64(2 * (reach - inner + 1)))).clamped
  }

  /// The most that a knock may stand for in that response: Σ |h[k]| times what it may in each cell.
  package static func knock(_ cells: inout CellRing) -> Int64 {
    var near: Int64 = 0
    var far: Int64 = 0
    let centre = cells.count - 1 - Int64(reach)
    for k in -reach...reach {
      let knock = cells.knock(at: centre + Int64(k))
      let weight = triangle - abs(k)
      if weight > 0 { near += knock * Int64(weight) }
      if abs(k) >= inner { far += knock }
    }
    return near / Int64(triangle * triangle) + far / Int64(2 * (reach - inner + 1))
  }

  /// Σ h² of the filter in 1/65,536: what white noise of the cells is multiplied by, as a power.
  package static var noisePowerQ16: Int64 {
    let background = Int64(2 * (reach - inner + 1))
    let sum = Int64(triangle * triangle)
    var power: Int64 = 0
    for k in -reach...reach {
      let weight = Int64(max(triangle - abs(k), 0))
      // t / W² − [|k| ≥ g] / n over the common denominator W² n.
      let tap = weight * background - (abs(k) >= inner ? sum : 0)
      power += tap * tap
    }
    let denominator = sum * background
    return power * 65_536 / denominator / denominator
  }
}
