package io.reprise.kafka.client;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.ApiVersions;
import org.apache.kafka.clients.ClientUtils;
import org.apache.kafka.clients.DefaultHostResolver;
import org.apache.kafka.clients.ManualMetadataUpdater;
import org.apache.kafka.clients.NetworkClient;
import org.apache.kafka.clients.NetworkClientUtils;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.requests.AbstractRequest;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.utils.LogContext;
import org.apache.kafka.common.utils.Time;

/**
 * Sends a single request to a broker. Use it for requests for which Kafka's clients have no method.
 *
 * <p>This class uses internal classes of Kafka, which may change with every version. {@code
 * BrokerRequestTest} fails if the version of kafka-clients is not one with which this class was
 * tested; its message says what to check.
 *
 * <p>Thread-safe: each request has a connection of its own.
 */
public final class BrokerRequest {
  private static final int LIMIT_MILLIS = 5_000;

  private final Map<String, Object> settings;

  /**
   * Creates a sender without opening a connection.
   *
   * @param clientSettings Kafka's settings to reach the cluster
   */
  public BrokerRequest(Map<String, Object> clientSettings) {
    this.settings = new HashMap<>(clientSettings);
  }

  /**
   * Sends a request to the broker {@code node} and returns the response. Waits for up to 5 s for
   * the connection, and then for up to 5 s for the response.
   *
   * @throws org.apache.kafka.common.KafkaException if no response arrives. Whether the broker has
   *     carried out the request is then unknown, so a retry is safe only if the broker may carry it
   *     out twice
   */
  public AbstractResponse send(Node broker, AbstractRequest.Builder<?> request) {
    try (var metrics = new Metrics();
        var client = client(broker, metrics)) {
      if (!NetworkClientUtils.awaitReady(client, broker, Time.SYSTEM, LIMIT_MILLIS)) {
        throw new DisconnectException("could not connect to " + broker + " in time");
      }
      var sent =
          client.newClientRequest(
              broker.idString(), request, Time.SYSTEM.milliseconds(), true, LIMIT_MILLIS, null);
      return NetworkClientUtils.sendAndReceive(client, sent, Time.SYSTEM).responseBody();
    } catch (IOException e) {
      throw new DisconnectException("no response from " + broker, e);
    }
  }

  private NetworkClient client(Node broker, Metrics metrics) {
    return ClientUtils.createNetworkClient(
        new AdminClientConfig(settings),
        "reprise-request",
        metrics,
        "reprise-request",
        new LogContext(),
        new ApiVersions(),
        Time.SYSTEM,
        1,
        LIMIT_MILLIS,
        null,
        new ManualMetadataUpdater(List.of(broker)),
        new DefaultHostResolver(),
        null,
        null);
  }
}
