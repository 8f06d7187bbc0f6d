#if !hasFeature(Embedded)
  import Devices
  // SAFETY: a source is known to the one wait that made it, and its own calls may come from any thread.
  @unsafe @preconcurrency import Dispatch

  /// The edges of lines as an asynchronous sequence, for ordinary Swift.
  ///
  ///     for try await edge in try EdgeSequence(chip.request(line: "BUTTON", settings: .bothEdges, …)) { … }
  ///
  /// Nothing is read ahead: edges wait in the kernel until they are asked for, and ``lostCount`` tells
  /// those that it had to drop. It ends when its task is cancelled. One task reads it.
  public struct EdgeSequence: AsyncSequence {
    /// Owns the lines, however often the sequence is copied.
    fileprivate final class Owner {
      var edges: EdgeEvents
      init(_ edges: consuming EdgeEvents) { self.edges = edges }
    }

    private let owner: Owner

    /// Takes over lines that were requested with edges.
    public init(_ lines: consuming LineRequest) throws(GPIOError) {
      owner = Owner(try EdgeEvents(lines))
    }

    /// Edges that were lost because nobody read them in time; `nil` where the kernel gives no numbers.
    public var lostCount: Int64? { owner.edges.lostCount }

    /// Makes the reader of the edges.
    public func makeAsyncIterator() -> Iterator { Iterator(owner: owner) }

    /// Reads edge by edge.
    public struct Iterator: AsyncIteratorProtocol {
      fileprivate let owner: Owner

      /// The next edge; `nil` when the task is cancelled.
      public mutating func next(
        isolation actor: isolated (any Actor)? = #isolation
      ) async throws(GPIOError) -> EdgeEvent? {
        while !Task.isCancelled {
          if let edge = try owner.edges.next() { return edge }
          await Self.becomesReadable(owner.edges.descriptor)
          if try owner.edges.wait(milliseconds: 0) == .timedOut, Task.isCancelled { return nil }
        }
        return nil
      }

      /// Waits without holding a thread until the descriptor can be read or the task is cancelled.
      private static func becomesReadable(_ descriptor: Int32) async {
        let source = DispatchSource.makeReadSource(fileDescriptor: descriptor)
        await withTaskCancellationHandler {
          await withCheckedContinuation { continuation in
            source.setEventHandler { source.cancel() }
            source.setCancelHandler { continuation.resume() }
            source.resume()
          }
        } onCancel: {
          source.cancel()
        }
      }
    }
  }
#endif
