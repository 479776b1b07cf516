package io.reprise.compactor.http;

import com.fasterxml.jackson.core.type.TypeReference;
import io.reprise.kafka.time.Interruption;
import io.reprise.runtime.json.Json;
import io.reprise.runtime.tls.TlsConfig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks other compactor instances for the progress of the partitions that they fold. Thread-safe.
 */
final class OtherInstances {
  private static final Logger LOG = LoggerFactory.getLogger(OtherInstances.class);
  private static final Duration LIMIT = Duration.ofSeconds(2);
  private static final TypeReference<List<CompactionStatus>> LIST = new TypeReference<>() {};

  private final HttpClient client;
  private final String scheme;

  /** The last fault of TLS of each instance, so that a fault is logged once and not at each ask. */
  private final Map<String, String> faults = new ConcurrentHashMap<>();

  /**
   * @param tls how this instance, and so each other one, encrypts
   * @throws io.reprise.runtime.config.ConfigException if the file of the trusted authorities cannot
   *     be read or is not valid
   */
  OtherInstances(TlsConfig tls) {
    var builder = HttpClient.newBuilder().connectTimeout(LIMIT);
    this.client = (tls.isOn() ? builder.sslContext(tls.clientContext()) : builder).build();
    this.scheme = tls.scheme();
  }

  /**
   * Returns the progress of the compactions of one instance; empty when that instance cannot be
   * reached.
   *
   * @param authorization the header Authorization of the request; null for none
   */
  List<CompactionStatus> ask(String host, @Nullable String authorization) {
    try {
      return Interruption.getOr(() -> request(host, authorization), interrupted -> List.of());
    } catch (SSLException e) {
      warn(host, String.valueOf(e.getMessage()));
      return List.of();
    } catch (IOException e) {
      LOG.debug(
          "another compactor did not answer, so the status lacks its partitions host={} cause={}",
          host,
          e.toString());
      return List.of();
    }
  }

  private void warn(String host, String fault) {
    if (!fault.equals(faults.put(host, fault))) {
      LOG.warn(
          "cannot ask another compactor over TLS, so the status lacks its partitions: check"
              + " http.tls.ca here, and certificate and advertised there host={} cause={}",
          host,
          fault);
    }
  }

  private List<CompactionStatus> request(String host, @Nullable String authorization)
      throws IOException, InterruptedException {
    var uri = URI.create(scheme + "://" + host + "/api/v1/snapshots?scope=local");
    var request = HttpRequest.newBuilder(uri).timeout(LIMIT);
    if (authorization != null) {
      request.header("Authorization", authorization);
    }
    var answer = client.send(request.build(), BodyHandlers.ofByteArray());
    faults.remove(host);
    return answer.statusCode() == 200 ? Json.json().readValue(answer.body(), LIST) : List.of();
  }
}
