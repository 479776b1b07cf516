package io.reprise.cli.rehydrate;

import io.reprise.cli.client.TlsProbe;
import io.reprise.runtime.config.KafkaConfig;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether a Kafka client speaks TLS to a plain listener, or plain text to a TLS listener.
 * Kafka's client retries both until its time is over, and then reports only the timeout.
 */
final class ListenerProtocol {
  private static final Pattern FIRST_BROKER =
      Pattern.compile("\\[?([^,\\]]+)\\]?:(\\d{1,5})(,.*)?");

  private ListenerProtocol() {}

  /**
   * Returns what is wrong with the protocol that the client speaks to the first bootstrap server,
   * and what to do; null if nothing is, or if the server cannot be reached.
   */
  static @Nullable String mismatch(KafkaConfig kafka) {
    var broker = FIRST_BROKER.matcher(kafka.bootstrapServers().replace(" ", ""));
    if (!broker.matches()) {
      return null;
    }
    var protocol =
        kafka.properties().getOrDefault("security.protocol", "PLAINTEXT").toUpperCase(Locale.ROOT);
    boolean clientSpeaksTls = protocol.endsWith("SSL");
    int port = Integer.parseInt(broker.group(2));
    if (clientSpeaksTls == TlsProbe.speaksTls(broker.group(1), port)) {
      return null;
    }
    if (!clientSpeaksTls) {
      return "this listener speaks TLS, and security.protocol is %s: set it to %s under kafka.properties in the file of --config"
          .formatted(protocol, protocol.replace("PLAINTEXT", "SSL"));
    }
    return TlsProbe.accepts(broker.group(1), port)
        ? "this listener does not speak TLS, and security.protocol is %s: set it to %s under kafka.properties in the file of --config"
            .formatted(protocol, protocol.replace("SSL", "PLAINTEXT"))
        : null;
  }
}
