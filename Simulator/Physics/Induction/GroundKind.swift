/// What kind of ground a lane lies on, by what troubles a coil there.
package enum GroundKind: String, CaseIterable, Sendable {
  /// Nothing that a coil hears.
  case air
  /// F below 1e-6.
  case neutral
  /// F below 1e-5.
  case moderate
  /// F of 1e-5 and more, as laterite has.
  case severe
  /// Ground that conducts: 0.05 S/m and more, as wet clay has.
  case clay = "wet clay"
  /// Ground wet with salt water: 0.6 S/m and more.
  case salt = "salt water"

  /// The kind of a ground; what conducts is told by that.
  package init(_ ground: InductionGround) {
    switch (ground.conductivity, ground.viscosity) {
    case (0.6..., _): self = .salt
    case (0.05..., _): self = .clay
    case (_, 1e-5...): self = .severe
    case (_, 1e-6...): self = .moderate
    case (_, let viscosity) where viscosity > 0: self = .neutral
    default: self = .air
    }
  }
}
