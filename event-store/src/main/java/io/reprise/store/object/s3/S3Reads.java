package io.reprise.store.object.s3;

import io.reprise.store.object.store.ObjectFacts;
import io.reprise.store.object.store.ObjectMissingException;
import io.reprise.store.object.store.ObjectStoreException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.RetryableException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * Reads the objects of one bucket. In requests, an object has its key, which begins with the
 * configured prefix. In error messages, the object has its name, which is the key without the
 * prefix. Thread-safe.
 */
final class S3Reads {
  private static final int PAGE = 1_000;

  private final S3Client s3;
  private final S3Config config;
  private final S3Errors faults;

  S3Reads(S3Client s3, S3Config config, S3Errors faults) {
    this.s3 = s3;
    this.config = config;
    this.faults = faults;
  }

  Optional<byte[]> find(String name, String key) {
    try {
      var bytes = s3.getObject(get(key).build(), ResponseTransformer.toBytes());
      return Optional.of(bytes.asByteArrayUnsafe());
    } catch (SdkException e) {
      if (isMissing(e)) {
        return Optional.empty();
      }
      throw faults.of("reading '" + name + "'", e);
    }
  }

  byte[] range(String name, String key, long from, int length) {
    if (length == 0) {
      return new byte[0];
    }
    try {
      var request = get(key).range("bytes=%d-%d".formatted(from, from + length - 1)).build();
      var bytes = s3.getObject(request, (answer, in) -> exactly(answer, in, length));
      if (bytes.length < length) {
        throw shortObject(name, from + length, null);
      }
      return bytes;
    } catch (SdkException e) {
      if (isMissing(e)) {
        throw new ObjectMissingException(name, e);
      }
      if (e instanceof AwsServiceException refused && refused.statusCode() == 416) {
        throw shortObject(name, from + length, e);
      }
      throw faults.of("reading '%s' from byte %d on".formatted(name, from), e);
    }
  }

  /**
   * Reads {@code length} bytes from the server's answer, and returns them. Returns fewer bytes if
   * the object ends earlier. Throws a retriable exception if the connection breaks.
   */
  private static byte[] exactly(GetObjectResponse answer, AbortableInputStream in, int length) {
    try {
      if (answer.contentLength() > length) {
        in.abort();
        throw new IOException("the server sent %d bytes".formatted(answer.contentLength()));
      }
      return in.readNBytes(length);
    } catch (IOException e) {
      throw RetryableException.create("the answer broke off: " + e.getMessage(), e);
    }
  }

  private static ObjectStoreException shortObject(
      String name, long end, @Nullable Throwable cause) {
    return ObjectStoreException.fatal(
        "object '%s' ends before byte %d: it is not what was written, bring back its original"
            .formatted(name, end),
        cause);
  }

  InputStream open(String name, String key) {
    return new ResumingStream(
        position -> {
          try {
            // The first read, from position 0, asks for no range, because S3 refuses a range of an
            // empty object.
            var range = position == 0 ? null : "bytes=" + position + "-";
            return s3.getObject(get(key).range(range).build());
          } catch (SdkException e) {
            if (isMissing(e)) {
              throw new ObjectMissingException(name, e);
            }
            throw faults.of("reading '%s' from byte %d on".formatted(name, position), e);
          }
        },
        name);
  }

  private GetObjectRequest.Builder get(String key) {
    return GetObjectRequest.builder().bucket(config.bucket()).key(key);
  }

  Optional<ObjectFacts> facts(String name, String key) {
    try {
      var head = s3.headObject(b -> b.bucket(config.bucket()).key(key));
      return Optional.of(new ObjectFacts(name, head.contentLength(), head.lastModified()));
    } catch (SdkException e) {
      if (isMissing(e)) {
        requireBucket(name);
        return Optional.empty();
      }
      throw faults.of("asking for '" + name + "'", e);
    }
  }

  /**
   * Throws if the bucket does not exist. This check is needed after a HEAD request for an object
   * was answered with 404: the answer does not tell whether the object or the bucket is missing.
   */
  private void requireBucket(String name) {
    try {
      s3.headBucket(b -> b.bucket(config.bucket()));
    } catch (AwsServiceException e) {
      if (e.statusCode() == 404) {
        throw faults.bucketMissing("asking for '" + name + "'", e);
      }
      throw faults.of("asking for bucket '" + config.bucket() + "'", e);
    } catch (SdkException e) {
      throw faults.of("asking for bucket '" + config.bucket() + "'", e);
    }
  }

  List<ObjectFacts> list(String prefix, String keyPrefix, @Nullable String afterKey) {
    int own = keyPrefix.length() - prefix.length();
    try {
      var page =
          s3.listObjectsV2(
              b -> b.bucket(config.bucket()).prefix(keyPrefix).startAfter(afterKey).maxKeys(PAGE));
      return page.contents().stream()
          .map(o -> new ObjectFacts(o.key().substring(own), o.size(), o.lastModified()))
          .toList();
    } catch (SdkException e) {
      throw faults.of("listing '" + prefix + "'", e);
    }
  }

  private static boolean isMissing(SdkException failure) {
    return failure instanceof AwsServiceException refused
        && refused.statusCode() == 404
        && !S3Errors.code(refused).equals("NoSuchBucket");
  }
}
