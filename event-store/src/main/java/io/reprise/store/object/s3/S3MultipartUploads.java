package io.reprise.store.object.s3;

import io.reprise.kafka.time.Interruption;
import io.reprise.store.object.store.ObjectCreator.Created;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;

/**
 * Uploads large objects in parts. All uploads of one store share a few threads, each of which sends
 * one part at a time. A part is read from its file while it is sent, so memory use does not depend
 * on the object's size.
 *
 * <p>The object exists only after the last request of its upload, and this request never overwrites
 * an existing object. A failed upload is aborted.
 *
 * <p>Thread-safe; calls block. {@link S3ObjectStore} closes it.
 */
final class S3MultipartUploads implements AutoCloseable {
  static final long PART_BYTES = 16L << 20;
  private static final int MAX_PARTS = 10_000;
  private static final int PARALLEL_PARTS = 4;
  private static final Logger LOG = LoggerFactory.getLogger(S3MultipartUploads.class);

  private final S3Client s3;
  private final S3Config config;
  private final S3Creations creations;
  private final ExecutorService parts;

  S3MultipartUploads(S3Client s3, S3Config config, S3Creations creations) {
    this.s3 = s3;
    this.config = config;
    this.creations = creations;
    var number = new AtomicInteger();
    this.parts =
        Executors.newFixedThreadPool(
            PARALLEL_PARTS,
            task -> {
              var thread = new Thread(task, "s3-upload-" + number.getAndIncrement());
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Uploads {@code content} as the object with the key {@code key}. {@code exists} returns whether
   * this object exists already.
   */
  Created upload(String key, PrefixedFile content, BooleanSupplier exists) {
    var upload =
        s3.createMultipartUpload(
                b ->
                    b.bucket(config.bucket())
                        .key(key)
                        .checksumAlgorithm(ChecksumAlgorithm.CRC32_C)
                        .cacheControl(S3Creations.CACHED)
                        .serverSideEncryption(config.encryption())
                        .ssekmsKeyId(config.kmsKey()))
            .uploadId();
    try {
      var sent = sendAll(key, upload, content);
      var created = creations.finish(completion(key, upload, sent), exists);
      if (created == Created.BEFORE) {
        abort(key, upload);
      }
      return created;
    } catch (RuntimeException e) {
      abort(key, upload);
      throw e;
    }
  }

  private CompleteMultipartUploadRequest completion(
      String key, String upload, List<CompletedPart> sent) {
    return CompleteMultipartUploadRequest.builder()
        .bucket(config.bucket())
        .key(key)
        .uploadId(upload)
        .multipartUpload(m -> m.parts(sent))
        .build();
  }

  private List<CompletedPart> sendAll(String key, String upload, PrefixedFile content) {
    long step = Math.max(PART_BYTES, (content.bytes() + MAX_PARTS - 1) / MAX_PARTS);
    var failed = new AtomicBoolean();
    var sending = new ArrayList<Future<CompletedPart>>();
    for (long from = 0; from < content.bytes(); from += step) {
      long start = from;
      long length = Math.min(step, content.bytes() - from);
      int number = sending.size() + 1;
      sending.add(
          parts.submit(
              () -> {
                if (failed.get()) {
                  throw new CancellationException("another part failed");
                }
                return send(key, upload, number, content, start, length);
              }));
    }
    return awaitAll(sending, failed);
  }

  private CompletedPart send(
      String key, String upload, int number, PrefixedFile content, long from, long length) {
    var crc32c = content.crc32c(from, length);
    var answer =
        s3.uploadPart(
            b ->
                b.bucket(config.bucket())
                    .key(key)
                    .uploadId(upload)
                    .partNumber(number)
                    .checksumAlgorithm(ChecksumAlgorithm.CRC32_C)
                    .checksumCRC32C(crc32c),
            content.slice(from, length));
    return CompletedPart.builder()
        .partNumber(number)
        .eTag(answer.eTag())
        .checksumCRC32C(crc32c)
        .build();
  }

  private static CompletedPart interrupted(InterruptedException cause, AtomicBoolean failed) {
    failed.set(true);
    throw AbortedException.create("interrupted while parts were sent", cause);
  }

  /**
   * Waits for the upload of every part, also after the upload of one part has failed. This is
   * necessary because the caller then aborts the upload, and S3 could keep a part that arrives
   * after the abort.
   */
  private static List<CompletedPart> awaitAll(
      List<Future<CompletedPart>> sending, AtomicBoolean failed) {
    var sent = new ArrayList<CompletedPart>();
    var failures = new ArrayList<RuntimeException>();
    for (var part : sending) {
      try {
        sent.add(Interruption.getOr(part::get, e -> interrupted(e, failed)));
      } catch (ExecutionException | CancellationException e) {
        failed.set(true);
        failures.add(unwrapped(e));
      }
    }
    if (!failures.isEmpty()) {
      throw failures.get(0);
    }
    return sent;
  }

  private static RuntimeException unwrapped(Exception failure) {
    if (failure instanceof CancellationException) {
      return AbortedException.create("the store was closed while parts were sent", failure);
    }
    return failure.getCause() instanceof RuntimeException cause
        ? cause
        : new IllegalStateException(failure);
  }

  private void abort(String key, String upload) {
    try {
      s3.abortMultipartUpload(b -> b.bucket(config.bucket()).key(key).uploadId(upload));
    } catch (NoSuchUploadException e) {
      LOG.debug("S3 multipart upload was already aborted object={} upload={}", key, upload);
    } catch (SdkException e) {
      LOG.warn(
          "S3 multipart upload could not be aborted, its parts use storage until a lifecycle rule"
              + " removes them object={} upload={}",
          key,
          upload,
          e);
    }
  }

  @Override
  public void close() {
    for (var unstarted : parts.shutdownNow()) {
      ((Future<?>) unstarted).cancel(false);
    }
  }
}
