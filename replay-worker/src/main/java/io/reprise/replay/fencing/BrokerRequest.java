package io.reprise.replay.fencing;

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
 * One request to one broker, for what Kafka's clients have no method for. It stands on their
 * internals, which may change with their version. Thread-safe.
 */
final class BrokerRequest {
  private static final int LIMIT_MILLIS = 5_000;

  private final Map<String, Object> settings;

  BrokerRequest(Map<String, Object> clientSettings) {
    this.settings = new HashMap<>(clientSettings);
  }

  /**
   * Sends a request and waits for its answer.
   *
   * @throws org.apache.kafka.common.KafkaException when none came; whether it was obeyed is unknown
   */
  AbstractResponse send(Node broker, AbstractRequest.Builder<?> request) {
    try (var metrics = new Metrics();
        var client = client(broker, metrics)) {
      if (!NetworkClientUtils.awaitReady(client, broker, Time.SYSTEM, LIMIT_MILLIS)) {
        throw new DisconnectException("not connected to " + broker + " in time");
      }
      var sent =
          client.newClientRequest(
              broker.idString(), request, Time.SYSTEM.milliseconds(), true, LIMIT_MILLIS, null);
      return NetworkClientUtils.sendAndReceive(client, sent, Time.SYSTEM).responseBody();
    } catch (IOException e) {
      throw new DisconnectException("no answer from " + broker, e);
    }
  }

  private NetworkClient client(Node broker, Metrics metrics) {
    return ClientUtils.createNetworkClient(
        new AdminClientConfig(settings),
        "reprise-markers",
        metrics,
        "reprise-markers",
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
