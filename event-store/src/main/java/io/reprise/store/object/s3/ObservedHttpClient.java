package io.reprise.store.object.s3;

import io.reprise.store.object.s3.S3Request.Outcome;
import java.io.FilterInputStream;
import java.io.IOException;
import java.time.Duration;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.utils.AttributeMap;

/**
 * Tells an {@link S3RequestObserver} about every request that another HTTP client carries out. The
 * SDK's own metrics do not count bytes, and its interceptors do not see an attempt that has no
 * answer. Thread-safe. Closing this client closes the other one.
 */
final class ObservedHttpClient implements SdkHttpClient {
  private static final String ATTEMPT_HEADER = "amz-sdk-request";
  private static final String FIRST_ATTEMPT = "attempt=1";

  private final SdkHttpClient client;
  private final S3RequestObserver observer;

  private ObservedHttpClient(SdkHttpClient client, S3RequestObserver observer) {
    this.client = client;
    this.observer = observer;
  }

  /** Returns a builder of observed clients. Each of them observes a client of {@code clients}. */
  static SdkHttpClient.Builder<?> builder(
      SdkHttpClient.Builder<?> clients, S3RequestObserver observer) {
    return new Builder(clients, observer);
  }

  private record Builder(SdkHttpClient.Builder<?> clients, S3RequestObserver observer)
      implements SdkHttpClient.Builder<Builder> {
    @Override
    public SdkHttpClient buildWithDefaults(AttributeMap defaults) {
      return new ObservedHttpClient(clients.buildWithDefaults(defaults), observer);
    }
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    return new ObservedRequest(client.prepareRequest(request), request.httpRequest());
  }

  @Override
  public String clientName() {
    return client.clientName();
  }

  @Override
  public void close() {
    client.close();
  }

  private final class ObservedRequest implements ExecutableHttpRequest {
    private final ExecutableHttpRequest request;
    private final SdkHttpRequest http;

    ObservedRequest(ExecutableHttpRequest request, SdkHttpRequest http) {
      this.request = request;
      this.http = http;
    }

    @Override
    public HttpExecuteResponse call() throws IOException {
      long start = System.nanoTime();
      boolean answered = false;
      try {
        var answer = request.call();
        answered = true;
        return observed(answer, since(start));
      } finally {
        if (!answered) {
          ended(Outcome.UNANSWERED, since(start), 0);
        }
      }
    }

    private HttpExecuteResponse observed(HttpExecuteResponse answer, Duration latency) {
      var outcome = Outcome.of(answer.httpResponse().statusCode());
      var body = answer.responseBody().orElse(null);
      if (body == null) {
        ended(outcome, latency, 0);
        return answer;
      }
      var counted = new CountedBody(body, bytes -> ended(outcome, latency, bytes));
      return HttpExecuteResponse.builder()
          .response(answer.httpResponse())
          .responseBody(AbortableInputStream.create(counted, counted::abort))
          .build();
    }

    private void ended(Outcome outcome, Duration latency, long receivedBytes) {
      observer.ended(
          new S3Request(
              S3Request.Kind.of(http), outcome, latency, isRetry(), sentBytes(), receivedBytes));
    }

    private boolean isRetry() {
      return http.firstMatchingHeader(ATTEMPT_HEADER)
          .map(value -> !(value + ";").startsWith(FIRST_ATTEMPT + ";"))
          .orElse(false);
    }

    private long sentBytes() {
      return http.firstMatchingHeader("Content-Length").map(Long::parseLong).orElse(0L);
    }

    @Override
    public void abort() {
      request.abort();
    }
  }

  private static Duration since(long startNanos) {
    return Duration.ofNanos(System.nanoTime() - startNanos);
  }

  /** What is done with the number of bytes that were read of a body. */
  private interface OnEnd {
    void read(long bytes);
  }

  /** Counts the bytes of a body. Another thread may abort the body while it is read. */
  private static final class CountedBody extends FilterInputStream {
    private final AbortableInputStream body;
    private final OnEnd onEnd;
    private long bytes;
    private boolean hasEnded;

    CountedBody(AbortableInputStream body, OnEnd onEnd) {
      super(body);
      this.body = body;
      this.onEnd = onEnd;
    }

    @Override
    public int read() throws IOException {
      int value = in.read();
      count(value < 0 ? -1 : 1);
      return value;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int read = in.read(target, offset, length);
      count(read);
      return read;
    }

    @Override
    public long skip(long most) throws IOException {
      long skipped = in.skip(most);
      count(skipped);
      return skipped;
    }

    @Override
    public boolean markSupported() {
      return false;
    }

    private synchronized void count(long read) {
      if (read < 0) {
        end();
      } else {
        bytes += read;
      }
    }

    private synchronized void end() {
      if (!hasEnded) {
        hasEnded = true;
        onEnd.read(bytes);
      }
    }

    void abort() {
      end();
      body.abort();
    }

    @Override
    public void close() throws IOException {
      end();
      super.close();
    }
  }
}
