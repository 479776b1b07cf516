package io.reprise.store.object.s3;

import io.reprise.store.object.store.ObjectCreator.Created;
import java.util.function.BooleanSupplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/**
 * Sends the requests that create an object only if it does not exist yet, and interprets the
 * server's answers. Thread-safe.
 */
final class S3Creations {
  /**
   * The header {@code Cache-Control} of every object. An object is never changed, so an HTTP cache
   * may keep it for a year.
   */
  static final String CACHED = "public, max-age=31536000, immutable";

  private static final String ANY = "*";

  private final S3Client s3;
  private final S3Config config;

  S3Creations(S3Client s3, S3Config config) {
    this.s3 = s3;
    this.config = config;
  }

  /**
   * Creates an object in one request.
   *
   * @param exists returns whether the object exists; called only if the server's answer does not
   *     say it
   */
  Created put(String key, String crc32c, RequestBody content, BooleanSupplier exists) {
    var request =
        PutObjectRequest.builder()
            .bucket(config.bucket())
            .key(key)
            .checksumAlgorithm(ChecksumAlgorithm.CRC32_C)
            .checksumCRC32C(crc32c)
            .cacheControl(CACHED)
            .serverSideEncryption(config.encryption())
            .ssekmsKeyId(config.kmsKey())
            .build();
    return createOnly(
        () -> s3.putObject(request.toBuilder().ifNoneMatch(ANY).build(), content),
        () -> s3.putObject(request, content),
        exists);
  }

  /**
   * Creates an object from parts that were uploaded before.
   *
   * @param exists returns whether the object exists; called only if the server's answer does not
   *     say it
   */
  Created finish(CompleteMultipartUploadRequest request, BooleanSupplier exists) {
    return createOnly(
        () -> s3.completeMultipartUpload(request.toBuilder().ifNoneMatch(ANY).build()),
        () -> s3.completeMultipartUpload(request),
        exists);
  }

  private static Created createOnly(
      Runnable conditional, Runnable unconditional, BooleanSupplier exists) {
    try {
      conditional.run();
      return Created.NOW;
    } catch (AwsServiceException e) {
      if (e.statusCode() == 412 || leavesOpen(e) && exists.getAsBoolean()) {
        return Created.BEFORE;
      }
      if (e.statusCode() != 501) {
        throw e;
      }
      unconditional.run();
      return Created.NOW;
    }
  }

  /**
   * Returns whether the object may exist although the server answered with an error. Three errors
   * leave this open:
   *
   * <ul>
   *   <li>409: another request was creating the object at the same time.
   *   <li>501: the server does not support conditional writes, so it did not check whether the
   *       object exists.
   *   <li>NoSuchUpload: an earlier attempt may have completed this upload, and its answer was lost.
   * </ul>
   */
  private static boolean leavesOpen(AwsServiceException refused) {
    return refused.statusCode() == 409
        || refused.statusCode() == 501
        || S3Errors.code(refused).equals("NoSuchUpload");
  }
}
