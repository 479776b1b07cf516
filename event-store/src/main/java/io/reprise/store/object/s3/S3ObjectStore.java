package io.reprise.store.object.s3;

import io.reprise.store.object.store.ObjectFacts;
import io.reprise.store.object.store.ObjectStore;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Stores objects in an S3 bucket. Thread-safe. A call blocks for at most two minutes including
 * retries; an upload in parts blocks for at most two minutes per part.
 *
 * <p>An object is created with the header {@code If-None-Match: *}, so S3 refuses to overwrite. If
 * the object is uploaded in parts, the last request of the upload has this header. A server that
 * does not support this header answers 501. This class then checks whether the object exists, and
 * if it does not, writes the object without the header. With such a server, two writers can
 * overwrite each other's objects. {@link StoreProbe} detects such a server.
 *
 * <p>A writer that dies during an upload leaves its parts in the bucket. Give the bucket a
 * lifecycle rule that aborts incomplete uploads after a day.
 */
public final class S3ObjectStore implements ObjectStore {
  private final S3Config config;
  private final S3Client s3;
  private final S3Errors faults;
  private final S3Creations creations;
  private final S3MultipartUploads uploads;
  private final S3Reads reads;

  private S3ObjectStore(S3Config config, S3Client s3) {
    this.config = config;
    this.s3 = s3;
    this.faults = new S3Errors(config);
    this.creations = new S3Creations(s3, config);
    this.uploads = new S3MultipartUploads(s3, config, creations);
    this.reads = new S3Reads(s3, config, faults);
  }

  /**
   * Opens a store without sending a request. The store connects to the server at its first call.
   */
  public static S3ObjectStore open(S3Config config) {
    return open(config, S3RequestObserver.NONE);
  }

  /** As the other {@code open}, with an observer that is told about every request. */
  public static S3ObjectStore open(S3Config config, S3RequestObserver observer) {
    return new S3ObjectStore(config, S3Clients.connect(config, observer));
  }

  private String key(String name) {
    return config.prefix().isEmpty() ? name : config.prefix() + "/" + name;
  }

  @Override
  public Optional<byte[]> find(String name) {
    return reads.find(name, key(name));
  }

  @Override
  public byte[] range(String name, long from, int length) {
    return reads.range(name, key(name), from, length);
  }

  @Override
  public InputStream open(String name) {
    return reads.open(name, key(name));
  }

  @Override
  public Optional<ObjectFacts> facts(String name) {
    return reads.facts(name, key(name));
  }

  @Override
  public List<ObjectFacts> list(String prefix, @Nullable String after) {
    return reads.list(prefix, key(prefix), after == null ? null : key(after));
  }

  @Override
  public Created createIfAbsent(String name, byte[] content) {
    var body = RequestBody.fromBytes(content);
    return guarded(name, () -> put(name, PrefixedFile.crc32c(content), body));
  }

  @Override
  public Created createIfAbsent(String name, byte[] head, Path file) {
    var content = PrefixedFile.of(head, file);
    long bytes = content.bytes();
    if (bytes <= S3MultipartUploads.PART_BYTES) {
      var body = content.slice(0, bytes);
      return guarded(name, () -> put(name, content.crc32c(0, bytes), body));
    }
    // If the object exists, this check makes the upload unnecessary. The check alone does not
    // prevent overwriting; the header on the last request of the upload does.
    return exists(name) ? Created.BEFORE : createInParts(name, content);
  }

  /**
   * Creates an object by an upload in parts, even if the object is small enough for a single
   * request.
   */
  Created createInParts(String name, PrefixedFile content) {
    return guarded(name, () -> uploads.upload(key(name), content, () -> exists(name)));
  }

  private Created put(String name, String crc32c, RequestBody body) {
    return creations.put(key(name), crc32c, body, () -> exists(name));
  }

  private boolean exists(String name) {
    return facts(name).isPresent();
  }

  private Created guarded(String name, Supplier<Created> creation) {
    try {
      return creation.get();
    } catch (SdkException e) {
      throw faults.of("creating '" + name + "'", e);
    }
  }

  @Override
  public void remove(String name) {
    try {
      s3.deleteObject(b -> b.bucket(config.bucket()).key(key(name)));
    } catch (SdkException e) {
      throw faults.of("removing '" + name + "'", e);
    }
  }

  @Override
  public void close() {
    uploads.close();
    s3.close();
  }
}
