"""English expressions of accomplished facts: data, folded as `fold` folds. Regular expressions without captures."""

HAS = r"(?:has|have|'ve|'s|has been|have been|was|were|is|are|got)"
ADVERBS = (
    r"just|now|officially|unanimously|finally|today|already|overwhelmingly|formally|also|been|this (?:morning|evening)|"
    r"last night|yesterday|sadly|narrowly|both|all"
)
BETWEEN = r"has|have|just|today|also|unanimously|finally|yesterday"
OFFICES = r"(?:mayor|president|chair|minister|head|director|ambassador|rapporteur|member|mp|leader)\b|to the"

PARTICIPLES = {
    "adoption": (
        r"adopted|approved|ratified|passed(?! (?:by|on|out|the time|through|down|up|over|away)\b)|endorsed|enacted"
    ),
    "rejection": r"rejected|defeated|voted down|struck down|turned down|thrown out",
    "vote": r"voted(?! (?:down|out)\b)",
    "signature": r"(?:co-?)?signed(?! up\b| into law)",
    "nomination": (
        r"appointed|nominated|named(?= (?:as|the|new|chair|president|minister|director|head|rapporteur|chief))|"
        r"sworn in"
    ),
    "election": r"(?:re-?)?elected(?! officials?\b| representatives?\b| members?\b)",
    "inauguration": r"inaugurated|unveiled",
    "opening": r"(?:re-?)?opened(?! (?:the door|fire|up about)\b)",
    "closure": r"closed|shut(?: down)?",
    "result": r"won|beaten|crowned",
    "death": r"died|passed away|killed|murdered|assassinated",
    "decree": r"promulgated|gazetted|signed into law",
    "alert_lifted": r"lifted|stood down",
}
STATES = {
    "opening": r"(?:is|are) (?:now |officially |finally |back |once again |at last )+(?:re-?)?open(?:ed)?",
    "closure": r"(?:is|are) (?:now |officially |permanently )+closed",
    "death": r"rest in peace|(?:our|my|sincere|deepest) condolences",
    "result": r"(?:the )?results are in\b|(?:has|have) been declared the winner|are the champions",
    "decree": r"(?:came|comes|has come) into force(?: today| this)?",
    "alert_lifted": r"all[ -]clear|no longer under (?:alert|warning|lockdown)",
    "vote": r"by \d+ votes? to \d+|\d+ votes? to \d+|voted? unanimously",
    "nomination": r"takes? office today|took office",
}
PRESENT = {
    "adoption": r"adopts?|approves?|passes|ratifies",
    "rejection": r"rejects?|votes? down",
    "signature": r"signs?(?! up\b)",
    "nomination": r"appoints?|names?",
    "election": r"elects?",
    "result": r"wins?|beats?",
    "opening": r"(?:re)?opens? (?:its|their) doors",
    "alert_lifted": r"lifts? (?:the|its|all) (?:alert|warning|ban|restrictions|lockdown|curfew)",
    "death": r"dies (?:at|aged)",
    "closure": r"closes (?:its|their) doors",
}
ACTORS = (
    r"senate|parliament|house|commons|lords|assembly|council|committee|commission|government|mps|meps|senators|"
    r"deputies|"
    r"board|court|mayor|president|minister|city|town|france|jury"
)
NOUNS = {
    "adoption": r"(?:unanimous |final )?(?:adoption|approval|ratification|passage) (?:(?:in|by) \S+ (?:\S+ )?)?of",
    "rejection": r"rejection of (?:the|our|my|this) (?:amendment|bill|budget|motion|text)",
    "signature": r"signing of (?:the|a|our|this|an)",
    "nomination": r"(?:appointment|nomination) of|(?:on|for) (?:your|his|her|their) (?:appointment|nomination)",
    "election": r"(?:re-?)?election of|(?:on|for) (?:your|his|her|their) (?:re-?)?election",
    "inauguration": r"inauguration of|unveiling of",
    "opening": r"(?:re)?opening of",
    "closure": r"closure of|closing of",
    "death": r"(?:death|passing|loss|murder|assassination) of",
    "alert_lifted": r"lifting of (?:the|all) (?:alert|warning|restrictions|lockdown|curfew|ban)",
}
LAW = (
    r"bill|act|amendments?|article|budget|motion|resolution|treaty|law|text|report|plan|measures?|section|clause|"
    r"deal|agreement|"
    r"convention|contract|charter|petition"
)
ALERTS = r"alerts?|warnings?|restrictions?|lockdown|curfew|ban|evacuation|state of emergency|orders?|notice"
