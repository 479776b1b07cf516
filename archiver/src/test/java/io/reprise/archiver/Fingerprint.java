package io.reprise.archiver;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The fingerprint of a record. The hash covers every field and is computed without any code of the
 * archive, so that an error of the archive cannot hide itself.
 *
 * @param hash the first 8 bytes of a SHA-256
 */
public record Fingerprint(long offset, long hash) {

  public static Fingerprint of(ConsumerRecord<byte[], byte[]> record) {
    var place = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(place)) {
      out.writeUTF(record.topic());
      out.writeInt(record.partition());
      out.writeLong(record.offset());
      out.writeUTF(record.timestampType().name);
      out.writeInt(record.leaderEpoch().orElse(-1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Fingerprint(record.offset(), hash(place.toByteArray(), bytes(record)));
  }

  /** The hash of the fields that a restored copy has too: key, value, headers, timestamp. */
  public static long contents(ConsumerRecord<byte[], byte[]> record) {
    return hash(bytes(record));
  }

  private static long hash(byte[]... parts) {
    try {
      var sha256 = MessageDigest.getInstance("SHA-256");
      for (var part : parts) {
        sha256.update(part);
      }
      return ByteBuffer.wrap(sha256.digest()).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] bytes(ConsumerRecord<byte[], byte[]> record) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      out.writeLong(record.timestamp());
      put(out, record.key());
      put(out, record.value());
      for (var header : record.headers()) {
        out.writeUTF(header.key());
        put(out, header.value());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void put(DataOutputStream out, byte[] field) throws IOException {
    out.writeInt(field == null ? -1 : field.length);
    if (field != null) {
      out.write(field);
    }
  }
}
