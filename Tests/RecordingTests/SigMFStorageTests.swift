import DetectorCore
import Foundation
import Journal
import Recording
import Testing

@Suite("Storage that fails")
struct SigMFStorageTests {
  @Test("A full disk is an error that keeps its number")
  func fullDevice() throws {
    let file = try StorageFile(replacing: "/dev/full")
    let bytes = [UInt8](repeating: 1, count: 10)
    let error = #expect(throws: RecordingError.self) { try file.write(bytes.span, at: 0) }
    #expect(error?.errorNumber == ENOSPC)
    #expect(error?.kind == .unwritable)
    #expect(error?.description.contains("No space left") == true)
  }

  @Test("A file that may not grow cuts a write short: an error, and whole samples are left")
  func fileSizeLimit() async throws {
    await #expect(processExitsWith: .success) {
      signal(SIGXFSZ, SIG_IGN)
      let folder = try SigMFFolder()
      let radar = StreamDescription(radar: smallRadar())
      var writer = try SigMFWriter(
        path: folder.file("lane"), streams: [SigMFStream(radar)], syncInterval: 1)
      // 4,100 bytes are 512 samples of 8 bytes and a half.
      var limit = rlimit(rlim_cur: 4_100, rlim_max: 4_100)
      guard unsafe setrlimit(__rlimit_resource_t(1), &limit) == 0 else { exit(2) }
      var answers: [Int32] = []
      for block in 0..<6 {
        let samples = madeUpBlock(Int64(block) * 100, count: 100)
        let header = BlockHeader(count: 100, index: 0, sequence: Int64(block) * 100)
        do throws(RecordingError) {
          try writer.append(samples.span, header: header)
        } catch {
          answers.append(error.errorNumber)
        }
      }
      guard answers == [EFBIG] else { exit(3) }
      var file = try SigMFRadarFile(opening: folder.file("lane"))
      guard try readAll(&file).samples.starts(with: madeUpBlock(0, count: 500)) else { exit(4) }
      guard file.traceCount == 512, file.recording.leftoverByteCount == 4 else { exit(5) }
    }
  }

  @Test("A block that failed is written when there is room again, over what stood there in part")
  func roomAgain() async throws {
    await #expect(processExitsWith: .success) {
      signal(SIGXFSZ, SIG_IGN)
      let folder = try SigMFFolder()
      let radar = StreamDescription(radar: smallRadar())
      var writer = try SigMFWriter(
        path: folder.file("lane"), streams: [SigMFStream(radar)], syncInterval: 1)
      var limit = rlimit(rlim_cur: 1_004, rlim_max: .max)
      guard unsafe setrlimit(__rlimit_resource_t(1), &limit) == 0 else { exit(2) }
      let first = madeUpBlock(0, count: 100)
      try writer.append(first.span, header: BlockHeader(count: 100, index: 0, sequence: 0))
      let second = madeUpBlock(100, count: 100)
      var failed = false
      do throws(RecordingError) {
        try writer.append(second.span, header: BlockHeader(count: 100, index: 0, sequence: 100))
      } catch {
        failed = error.errorNumber == EFBIG
      }
      guard failed else { exit(3) }
      limit.rlim_cur = .max
      guard unsafe setrlimit(__rlimit_resource_t(1), &limit) == 0 else { exit(4) }
      let third = madeUpBlock(200, count: 50)
      try writer.append(third.span, header: BlockHeader(count: 50, index: 0, sequence: 200))
      try writer.close()
      var file = try SigMFRadarFile(opening: folder.file("lane"))
      guard try readAll(&file).samples == first + second + third else { exit(5) }
      guard file.recording.captures.count == 1, file.warnings.isEmpty else { exit(6) }
      guard try SigMFVerify.check(file.recording) == .matches else { exit(7) }
    }
  }

  @Test("A folder that is not there, or a name that is none, is refused with words")
  func badPlaces() throws {
    let folder = try SigMFFolder()
    let stream = SigMFStream(StreamDescription(radar: smallRadar()))
    for path in [
      folder.file("missing/lane"), folder.file(""), folder.file("la\u{0}ne"),
      folder.file("..") + "/..", folder.file(String(repeating: "x", count: 201)),
    ] {
      var error: RecordingError?
      do throws(RecordingError) {
        _ = try SigMFWriter(path: path, streams: [stream], syncInterval: 1)
      } catch let thrown {
        error = thrown
      }
      #expect(error?.kind == .unwritable, "\(path)")
    }
    #expect(folder.names.isEmpty)
  }

  @Test("A pipe is refused and not waited for")
  func pipe() throws {
    let folder = try SigMFFolder()
    #expect(unsafe mkfifo(folder.file("lane-radar.sigmf-meta"), 0o600) == 0)
    let error = #expect(throws: RecordingError.self) {
      try SigMFRecording.open(folder.file("lane-radar"))
    }
    #expect(error?.found == "something that is not a regular file")
  }

  @Test("Replacing a file leaves the old one where the new one cannot be written")
  func replace() throws {
    let folder = try SigMFFolder()
    try folder.write("a", "old")
    try FileManager.default.createDirectory(
      atPath: folder.file("a.part"), withIntermediateDirectories: false)
    let error = #expect(throws: RecordingError.self) {
      try Storage.replace(folder.file("a"), with: [1])
    }
    #expect(error?.errorNumber == EISDIR)
    #expect(try folder.text("a") == "old")
  }
}
