export type SampleBounce = {
  /** The address that the report comes to. */
  to?: string
  action?: string
  status?: string
  recipient?: string
  /** Of the mail that came back; null when the report does not tell. */
  messageId?: string | null
  diagnostic?: string
}

/** A delivery status notification as Postfix writes it (RFC 3464). */
export function sampleBounce({
  to = 'bounces@example.com',
  action = 'failed',
  status = '5.1.1',
  recipient = 'ada@example.org',
  messageId = null,
  diagnostic = 'smtp; 550 5.1.1 User\n    unknown',
}: SampleBounce = {}): Buffer {
  return toMail(`Return-Path: <>
From: MAILER-DAEMON@mx.example (Mail Delivery System)
To: ${to}
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
	boundary="B0E4.1/mx.example"
Message-Id: <20261122.1@mx.example>

This is a MIME-encapsulated message.

--B0E4.1/mx.example
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you. Final-Recipient: rfc822; nobody@example.net

--B0E4.1/mx.example
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example
Arrival-Date: Sun, 22 Nov 2026 10:00:00 +0000 (UTC)

Final-Recipient: rfc822; ${recipient}
Original-Recipient: rfc822;${recipient}
Action: ${action}
Status: ${status}
Remote-MTA: dns; mail.example.org
Diagnostic-Code: ${diagnostic}

--B0E4.1/mx.example
Content-Description: Undelivered Message Headers
Content-Type: text/rfc822-headers

${messageId === null ? '' : `Message-ID: <${messageId}>\n`}Subject: The week's verdicts
To: ${recipient}

--B0E4.1/mx.example--
`)
}

export type SampleComplaint = { feedbackType?: string; recipient?: string; messageId?: string | null; mailFrom?: string }

/** An abuse report in the Abuse Reporting Format (RFC 5965). */
export function sampleComplaint({
  feedbackType = 'abuse',
  recipient = 'ada@example.org',
  messageId = null,
  mailFrom = 'bounces@example.com',
}: SampleComplaint = {}): Buffer {
  return toMail(`From: <abusedesk@example.net>
To: <abuse@example.com>
Subject: FW: The week's verdicts
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="part1_13d.2e68ed54"

--part1_13d.2e68ed54
Content-Type: text/plain; charset="US-ASCII"

This is an email abuse report.

--part1_13d.2e68ed54
Content-Type: message/feedback-report

Feedback-Type: ${feedbackType}
User-Agent: SomeGenerator/1.0
Version: 1
Original-Mail-From: <${mailFrom}>
Original-Rcpt-To: <${recipient}>
Reported-Domain: example.com

--part1_13d.2e68ed54
Content-Type: message/rfc822
Content-Disposition: inline

From: Ship Panel <panel@example.com>
To: <${recipient}>
Subject: The week's verdicts
${messageId === null ? '' : `Message-ID: <${messageId}>\n`}MIME-Version: 1.0
Content-Type: text/plain

The issue.
--part1_13d.2e68ed54--
`)
}

const toMail = (text: string) => Buffer.from(text.replaceAll('\n', '\r\n'))
