package io.reprise.runtime.http;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * A request whose body can be made to end with a failure while a handler waits for it. One thread
 * at a time reads; {@link #expire} is called by another one.
 */
final class TimedBody extends Request.Wrapper {
  private final Consumer<TimedBody> onEnd;
  private final AtomicReference<@Nullable Runnable> waiting = new AtomicReference<>();
  private volatile Content.@Nullable Chunk failure;
  private volatile long received;

  /**
   * @param onEnd called when the whole body has been read
   */
  TimedBody(Request request, Consumer<TimedBody> onEnd) {
    super(request);
    this.onEnd = onEnd;
  }

  long begunNanos() {
    return getHeadersNanoTime();
  }

  /** Returns how many bytes of the body have been read. */
  long received() {
    return received;
  }

  @Override
  public Content.@Nullable Chunk read() {
    var failed = failure;
    if (failed != null) {
      return failed;
    }
    var chunk = super.read();
    if (chunk != null) {
      received = received + chunk.remaining();
      if (chunk.isLast()) {
        onEnd.accept(this);
      }
    }
    return chunk;
  }

  @Override
  public void demand(Runnable onContent) {
    waiting.set(onContent);
    if (failure == null) {
      super.demand(this::wake);
    }
    if (failure != null) {
      wake();
    }
  }

  private void wake() {
    var onContent = waiting.getAndSet(null);
    if (onContent != null) {
      onContent.run();
    }
  }

  /** Makes each read from now on fail with status 408, also one that waits already. */
  void expire() {
    failure =
        Content.Chunk.from(
            new HttpException.RuntimeException(
                HttpStatus.REQUEST_TIMEOUT_408, "the body arrives too slowly"));
    wake();
  }
}
