package io.reprise.trials.relay;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The beginning of the first request of a connection to a Kafka broker, up to the client id. This
 * part is the same in all versions of Kafka's request header: length, API key, API version and
 * correlation id, then the client id with its length.
 *
 * @param clientId the client id; empty if the client has none
 * @param bytes the bytes that were read, as they must be passed on
 */
record KafkaRequestHead(String clientId, byte[] bytes) {
  private static final int BEFORE_CLIENT_ID = 14;
  private static final int LENGTH_AT = 12;

  /** Reads the head and stops after the client id. */
  static KafkaRequestHead read(InputStream in) throws IOException {
    var data = new DataInputStream(in);
    var fixed = new byte[BEFORE_CLIENT_ID];
    data.readFully(fixed);
    int length = Math.max(0, ByteBuffer.wrap(fixed).getShort(LENGTH_AT));
    var clientId = new byte[length];
    data.readFully(clientId);
    var bytes = ByteBuffer.allocate(fixed.length + length).put(fixed).put(clientId).array();
    return new KafkaRequestHead(new String(clientId, StandardCharsets.UTF_8), bytes);
  }
}
