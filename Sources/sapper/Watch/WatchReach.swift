import DetectorCore

/// How far a detonator cap is heard just now, in words.
enum WatchReach {
  /// `hears a cap to 14 cm from the coil, 11 cm deep`: what a cap of 6 × 7 mm reaches, and into the ground where the
  /// coil's height is known.
  static func words(_ reachMillimetres: UInt16, heightMillimetres: Int32?) -> String {
    guard reachMillimetres > 0 else { return "hears no cap now" }
    let reach = Int64(reachMillimetres)
    let text = "hears a cap to \(Figure.depth(millimetres: reach)) from the coil"
    guard let height = heightMillimetres.map({ Int64(max($0, 0)) }) else { return text }
    guard reach > height else { return text + ", not into the ground" }
    return text + ", \(Figure.depth(millimetres: reach - height)) deep"
  }

  /// Whether a reach is another one than was told last: by a quarter, and by a centimetre.
  static func isOther(_ reachMillimetres: UInt16, than told: UInt16) -> Bool {
    let apart = abs(Int(reachMillimetres) - Int(told))
    return apart >= max(10, Int(told) / 4)
  }
}
