import Devices
import Journal

/// An output of which not all was written: what it is, why, and what to do.
struct LostOutput: ErrorText {
  /// The descriptor: standard output, standard error, or else a file that was named for levels.
  var descriptor: Int32
  /// What Linux answered; 0 when it is not known, or only lines found no room.
  var error: ErrorNumber
  /// Lines that found no room, since those before them waited for the reader.
  var lines: Int64

  /// Writes the line.
  func write<Sink: TextSink & ~Copyable>(to sink: inout Sink) {
    switch descriptor {
    case 1: sink.append("standard output")
    case 2: sink.append("standard error")
    default: sink.append("the file of --levels")
    }
    sink.append(": not all was written")
    if error.rawValue != 0 {
      sink.append(": ")
      sink.append(error)
    }
    if lines > 0 {
      sink.append("; ")
      sink.append(integer: lines)
      sink.append(" lines found no room")
    }
    sink.append(". Try: ")
    switch error {
    case .noReader, .timedOut, ErrorNumber(0): sink.append("a reader that takes all, and keeps up")
    default: sink.append("free space, or write elsewhere")
    }
  }
}

/// A file for levels that could not be made.
struct UnmadeOutput: ErrorText {
  /// The file.
  var path: DeviceName
  /// What Linux answered.
  var error: ErrorNumber

  /// Writes the line.
  func write<Sink: TextSink & ~Copyable>(to sink: inout Sink) {
    sink.append(name: path)
    sink.append(": write: ")
    sink.append(error)
    sink.append("; expected a file for levels. Try: ")
    switch error {
    case .accessDenied, .notPermitted:
      sink.append("ls -l shows whose it is, and whose its folder: let this user in")
    case .noEntry: sink.append("a folder that is there")
    default: sink.append("another place")
    }
  }
}
