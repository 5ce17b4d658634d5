/**
 * Field names of the national interface. They appear only where messages are encoded and decoded; everywhere else the
 * code's own words do (GLOSSARY.md has both). A name without an underscore (infno, msgid …) is also a plain word and
 * is not listed.
 */
const listed = `
  acct_mulaid_pay acct_pay acct_used_flag act_pay_dedc atddr_no bas_medn_flag bilg_dept_codg
  bilg_dr_codg birctrl_matn_date birctrl_type card_sn cash_payamt chrg_bchno chrgitm_lv chld_medc_flag clr_appy_evt_id clr_optins
  clr_type clr_way crt_dedc crt_payb_lmt_amt cvlserv_flag cvlserv_pay dedc_hosp_lv dedc_std det_item_fee_sumamt
  diag_code diag_name diag_srt_no diag_type dise_codg dise_name dise_dor_no drord_no drt_reim_flag drug_trac_codg drug_trac_info
  dscg_dept_codg dscg_maindiag_code dscg_way emp_name enc_type err_msg etip_flag exp_content
  fee_ocur_time feedetl_sn fetus_cnt file_qury_no finl_trns_pric fixmedins_bchno fixmedins_code fixmedins_hilist_id
  fixmedins_name fixmedins_setl_cnt fulamt_ownpay_amt fund_appy_sum fund_pay_sumamt fund_pay_type fund_payamt
  geso_val hi_feesetl_type hi_nego_drug_flag hifdm_pay hifes_pay hifmi_pay hifob_pay hifp_pay hilist_code hilist_name
  hosp_appr_flag hosp_lv hosp_part_amt inf_refmsgid init_feedetl_sn init_setl_id inscp_scp_amt insu_admdvs insu_optins
  insuplc_admdvs ipt_no ipt_otp_no latechb_flag list_sp_item_flag list_type lmt_used_flag maf_pay matn_type
  mdtrt_cert_no mdtrt_cert_type mdtrt_id mdtrtarea_admvs med_chrgitm_type med_list_codg med_sumfee med_type
  medc_way_dscr medfee_sumamt medins_list_codg medins_setl_id mid_setl_flag oprn_oprt_code opsp_dise_code
  opsp_dise_name opter_name opter_no opter_type oth_pay overlmt_amt overlmt_selfpay ownpay_hosp_part pay_loc
  pool_prop_selfpay poolarea_no prd_days preselfpay_amt pret_flag pric_uplmt_amt psn_cash_pay psn_cert_type
  psn_idet_type psn_insu_date psn_insu_stas psn_name psn_no psn_part_amt psn_pay psn_setlway psn_type
  recer_sys_code refd_setl_flag refmsg_time rtal_docno rx_circ_flag rx_flag sel_retn_cnt selfpay_prop setl_id
  setl_optins setl_time setl_type sign_no sin_dos_dscr stmt_begndate stmt_enddate stmt_rslt tcmdrug_used_way
  trdn_flag trt_dcla_detl_sn updt_time used_frqu_dscr vali_flag warn_msg
`;

export const nationalFields: ReadonlySet<string> = new Set(listed.trim().split(/\s+/));
