package io.reprise.trials.chaos.target.sink;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;

/**
 * Sends the records of each put in one request, a line for each record: its idempotency key, the
 * epoch of its lease and its value in Base64, separated by blanks. Confined to the thread of the
 * task.
 */
public final class LoopbackSinkTask extends SinkTask {
  private static final int LIMIT_MILLIS = 10_000;
  private static final int OK = 204;
  private static final int BUSY = 503;

  private String url = "";

  @Override
  public void start(Map<String, String> props) {
    url = Objects.requireNonNull(props.get(LoopbackSinkConnector.URL), LoopbackSinkConnector.URL);
  }

  @Override
  public void put(Collection<SinkRecord> records) {
    if (records.isEmpty()) {
      return;
    }
    int status;
    try {
      status = send(text(records));
    } catch (IOException e) {
      throw new RetriableException("no answer", e);
    }
    if (status == BUSY) {
      throw new RetriableException("status " + status);
    }
    if (status != OK) {
      throw new ConnectException("status " + status);
    }
  }

  private int send(String body) throws IOException {
    var request = (HttpURLConnection) URI.create(url).toURL().openConnection();
    request.setConnectTimeout(LIMIT_MILLIS);
    request.setReadTimeout(LIMIT_MILLIS);
    request.setRequestMethod("POST");
    request.setDoOutput(true);
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    // Otherwise the JDK sends a request again by itself when it gets no answer.
    request.setFixedLengthStreamingMode(bytes.length);
    try (var out = request.getOutputStream()) {
      out.write(bytes);
    }
    return request.getResponseCode();
  }

  private static String text(Collection<SinkRecord> records) {
    var text = new StringBuilder();
    for (var record : records) {
      var headers = record.headers();
      text.append(headers.lastWithName("Idempotency-Key").value())
          .append(' ')
          .append(headers.lastWithName("Reprise-Lease-Epoch").value())
          .append(' ')
          .append(Base64.getEncoder().encodeToString((byte[]) record.value()))
          .append('\n');
    }
    return text.toString();
  }

  @Override
  public void stop() {}

  @Override
  public String version() {
    return "1";
  }
}
