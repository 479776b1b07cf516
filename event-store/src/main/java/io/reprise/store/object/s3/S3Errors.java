package io.reprise.store.object.s3;

import io.reprise.store.object.store.ObjectStoreException;
import io.reprise.store.object.store.StoreAccessDeniedException;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Translates exceptions of the SDK into {@link ObjectStoreException}s. Their messages name the
 * cause and say what to do; {@code retriable()} says whether a retry helps.
 */
final class S3Errors {
  private static final Set<String> BAD_CREDENTIALS =
      Set.of(
          "InvalidAccessKeyId",
          "SignatureDoesNotMatch",
          "ExpiredToken",
          "InvalidToken",
          "TokenRefreshRequired",
          "UnrecognizedClientException");
  private static final Set<String> WRONG_REGION =
      Set.of("PermanentRedirect", "AuthorizationHeaderMalformed", "IllegalLocationConstraint");
  private static final Set<String> OVERLOADED =
      Set.of("SlowDown", "RequestLimitExceeded", "TooManyRequests", "ThrottlingException");

  private final String bucket;
  private final String region;
  private final String server;

  S3Errors(S3Config config) {
    this.bucket = config.bucket();
    this.region = config.region();
    this.server = config.endpoint() == null ? "S3 in " + config.region() : config.place();
  }

  /**
   * Returns the exception to throw after a failed request.
   *
   * @param action what the request was to do, such as "reading 'x'"
   */
  ObjectStoreException of(String action, SdkException failure) {
    if (failure instanceof AwsServiceException refused) {
      return ofRefusal(action, refused);
    }
    if (failure instanceof AbortedException) {
      return ObjectStoreException.retriable(action + " was interrupted: try again", failure);
    }
    if (String.valueOf(failure.getMessage()).contains("Unable to load credentials")) {
      return denied(
          action,
          failure,
          "there are no credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or give this"
              + " process a role");
    }
    var tls = S3TlsFaults.of(failure);
    if (tls.isPresent()) {
      // Retriable, because whoever operates the store may replace the certificate.
      return retriable(action, failure, server + " " + tls.get());
    }
    return retriable(
        action,
        failure,
        "%s cannot be reached (%s): check endpoint and network, the request is tried again"
            .formatted(server, innermost(failure)));
  }

  private ObjectStoreException ofRefusal(String action, AwsServiceException refused) {
    var code = code(refused);
    int status = refused.statusCode();
    if (OVERLOADED.contains(code) || status == 503 || status == 429) {
      return retriable(
          action,
          refused,
          "%s asks to slow down (%s): send fewer requests at a time, the request is tried again"
              .formatted(server, code));
    }
    if (status >= 500 && status != 501 || code.equals("RequestTimeout") || status == 409) {
      return retriable(
          action,
          refused,
          "%s failed with %d (%s): the request is tried again".formatted(server, status, code));
    }
    return isDenied(code, status)
        ? denied(action, refused, denial(code))
        : fatal(action, refused, reason(code, status, refused));
  }

  /**
   * Returns whether the server refused the credentials or a permission. The HTTP status alone does
   * not tell: S3 also reports an expired token with status 400, and sometimes a wrong region with
   * 403.
   */
  private static boolean isDenied(String code, int status) {
    return BAD_CREDENTIALS.contains(code) || status == 403 && !WRONG_REGION.contains(code);
  }

  /**
   * Returns the exception for an answer with status 404 that means that the bucket does not exist.
   */
  ObjectStoreException bucketMissing(String action, SdkException failure) {
    return fatal(action, failure, noBucket());
  }

  private String noBucket() {
    return "bucket '%s' does not exist at %s: create it, or correct its name"
        .formatted(bucket, server);
  }

  private String reason(String code, int status, AwsServiceException refused) {
    if (code.equals("NoSuchBucket")) {
      return noBucket();
    }
    if (WRONG_REGION.contains(code) || status == 301) {
      return "bucket '%s' is not in region %s (%s): correct the region"
          .formatted(bucket, region, code);
    }
    return "%s refuses the request with %d (%s, %s): see the server's documentation"
        .formatted(server, status, code, detail(refused));
  }

  private String denial(String code) {
    if (BAD_CREDENTIALS.contains(code)) {
      return "%s does not accept the credentials (%s): renew or correct them"
          .formatted(server, code);
    }
    if (code.equals("RequestTimeTooSkewed")) {
      return "this machine's clock differs from the server's: set it right";
    }
    return "access to bucket '%s' is denied (%s): allow it in the policy of bucket or role"
        .formatted(bucket, code);
  }

  static String code(AwsServiceException refused) {
    var details = refused.awsErrorDetails();
    var code = details == null ? null : details.errorCode();
    return code == null ? "no code" : code;
  }

  private static String detail(AwsServiceException refused) {
    var details = refused.awsErrorDetails();
    return details == null || details.errorMessage() == null
        ? "no details"
        : details.errorMessage();
  }

  private static String innermost(Throwable failure) {
    var inner = failure;
    while (inner.getCause() != null && inner.getCause() != inner) {
      inner = inner.getCause();
    }
    return inner.getClass().getSimpleName() + ": " + inner.getMessage();
  }

  private static ObjectStoreException retriable(String action, SdkException failure, String why) {
    return ObjectStoreException.retriable(action + " failed: " + why, failure);
  }

  private static ObjectStoreException fatal(String action, SdkException failure, String why) {
    return ObjectStoreException.fatal(action + " failed: " + why, failure);
  }

  private static ObjectStoreException denied(String action, SdkException failure, String why) {
    return new StoreAccessDeniedException(action + " failed: " + why, failure);
  }
}
