/* Delivery of an alert: webhook, command, mail, Atom, CAP.
 * SPDX-License-Identifier: Apache-2.0 */
#ifndef SR_SERVER_DELIVER_H
#define SR_SERVER_DELIVER_H

#include <stdbool.h>

#include <json-c/json.h>
#include <sitrep/error.h>

/** Does the delivery name a kind and what it needs? @return SR_E_USAGE */
SR_NODISCARD sr_status deliver_check(json_object *to, sr_error *err);

/** Deliver one alert.
 *    webhook  {"url","secret"}   POST of the alert; X-Sitrep-Signature: sha256=HMAC of the body
 *    command  {"argv":[…]}       the alert on standard input
 *    mail     {"to"}             through sendmail -t
 *    cap      {"folder"}         CAP 1.2, a file an alert
 *    atom     {"file"}           feed of the recent alerts, written anew
 *  @param recent  alerts for a feed, latest first
 *  @return SR_OK when it was taken; SR_E_IO with the reason. At most 20 s. */
SR_NODISCARD sr_status deliver(json_object *to, json_object *alert, json_object *recent,
                               sr_error *err);

/** Is it a file of ours, which may be written again without harm? */
bool deliver_is_file(json_object *to);

#endif
