package import DetectorCore

/// The fourth column of the housekeeping stream: the front end's flags, and in the bits 24 to 31, which
/// no frame uses, how many damaged frames came before this one, 255 at the most.
///
/// The unit writes it. A replay, by the unit or by `sapper`, tells damaged frames from lost ones by it,
/// as the search did.
package enum RecordedFlags {
  private static let shift: UInt32 = 24

  /// The column of a frame.
  package static func word(_ flags: FrontEndFlags, _ header: BlockHeader) -> UInt32 {
    let damaged = header.flags.contains(.checksum) ? max(1, header.damaged) : 0
    return flags.rawValue & 0x00FF_FFFF | UInt32(min(255, damaged)) << shift
  }

  /// The front end's flags of a column.
  package static func flags(_ word: UInt32) -> FrontEndFlags {
    FrontEndFlags(rawValue: word & 0x00FF_FFFF)
  }

  /// Damaged frames before the frame of a column.
  package static func damaged(_ word: UInt32) -> Int32 { Int32(word >> shift) }
}
