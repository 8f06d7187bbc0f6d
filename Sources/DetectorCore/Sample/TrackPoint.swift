/// One place of a coil or antenna, in millimetres.
public struct TrackPoint: BitwiseCopyable, Sendable, Equatable {
  /// East of the track's origin.
  public var eastMillimetres: Int32
  /// North of the track's origin.
  public var northMillimetres: Int32
  /// Height of the coil or antenna over the ground.
  public var heightMillimetres: Int32
  /// Quality as the positioning gave it.
  public var quality: Int32

  /// Makes a point.
  public init(
    eastMillimetres: Int32, northMillimetres: Int32, heightMillimetres: Int32, quality: Int32
  ) {
    self.eastMillimetres = eastMillimetres
    self.northMillimetres = northMillimetres
    self.heightMillimetres = heightMillimetres
    self.quality = quality
  }
}
