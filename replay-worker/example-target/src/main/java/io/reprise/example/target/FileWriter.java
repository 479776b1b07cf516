package io.reprise.example.target;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reprise.replay.target.DeliveryResult;
import io.reprise.replay.target.TargetUnavailableException;
import io.reprise.replay.target.TargetWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Writes the file of one lease. The lines of a slice are kept in memory until {@link #flush} writes
 * them and waits until they are on the disk.
 */
final class FileWriter implements TargetWriter {
  /** Bounds the memory of a slice. */
  private static final int MOST_BYTES = 8 << 20;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;
  private final ByteArrayOutputStream lines = new ByteArrayOutputStream();
  private @Nullable FileChannel channel;

  FileWriter(Path file) {
    this.file = file;
  }

  /** One line. Key and value are Base64, because a record may hold any bytes. */
  record Line(
      String topic,
      int partition,
      long offset,
      long timestamp,
      byte @Nullable [] key,
      byte @Nullable [] value) {}

  @Override
  public DeliveryResult deliver(ConsumerRecord<byte[], byte[]> record) {
    var line =
        new Line(
            record.topic(),
            record.partition(),
            record.offset(),
            record.timestamp(),
            record.key(),
            record.value());
    try {
      lines.writeBytes(JSON.writeValueAsBytes(line));
      lines.write('\n');
      return DeliveryResult.ACCEPTED;
    } catch (JsonProcessingException e) {
      return new DeliveryResult.Refused("it cannot be written as JSON: " + e.getMessage());
    }
  }

  @Override
  public boolean isFull() {
    return lines.size() >= MOST_BYTES;
  }

  @Override
  public void flush() {
    try {
      var to = open();
      var bytes = ByteBuffer.wrap(lines.toByteArray());
      while (bytes.hasRemaining()) {
        to.write(bytes);
      }
      to.force(true);
      lines.reset();
    } catch (IOException e) {
      throw new TargetUnavailableException("cannot write %s: %s".formatted(file, e), e);
    }
  }

  private FileChannel open() throws IOException {
    if (channel == null) {
      Files.createDirectories(file.getParent());
      channel = FileChannel.open(file, CREATE, APPEND);
    }
    return channel;
  }

  @Override
  public void close() {
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException e) {
        throw new TargetUnavailableException("cannot close %s: %s".formatted(file, e), e);
      }
    }
  }
}
